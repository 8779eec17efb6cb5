import { Alert, Button, Group, Radio, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { wizard as text } from '@/text/wizard';
import { clearSide, differences, merged, type Side } from './conflict';
import type { Document, Json } from './json';
import { fieldWords, valueWords } from './say';
import { useWizard } from './WizardContext';

/** What another saved meanwhile against mine, field by field; what only one of us changed is chosen already. */
export function Conflict({ theirs, onChosen }: { theirs: Document; onChosen: (document: Document) => void }) {
  const { base, document } = useWizard();
  const [picked, setPicked] = useState<Record<string, Side>>({});
  const found = differences(base, theirs, document);
  const chosen: Record<string, Side> = {};
  for (const one of found) {
    const side = picked[one.field] ?? clearSide(one);
    if (side) chosen[one.field] = side;
  }
  const left = found.filter((one) => !chosen[one.field]).length;
  return (
    <Alert color="yellow" variant="light" role="alert" title={text.conflict.title}>
      <Text size="sm" mb="xs">
        {found.length === 0 ? text.conflict.same : text.conflict.words}
      </Text>
      {found.length > 0 ? (
        <Table.ScrollContainer minWidth={520}>
          <Table fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.conflict.field}</Table.Th>
                <Table.Th>{text.conflict.base}</Table.Th>
                <Table.Th>{text.conflict.theirs}</Table.Th>
                <Table.Th>{text.conflict.mine}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.map((one) => {
                const side = (which: Side, value: Json | undefined) => (
                  <Table.Td>
                    <Radio
                      size="xs"
                      name={`conflict ${one.field}`}
                      aria-label={`${text.conflict.choose(fieldWords(one.field))}: ${text.conflict[which]}, ${valueWords(value)}`}
                      label={valueWords(value)}
                      checked={chosen[one.field] === which}
                      onChange={() => setPicked({ ...picked, [one.field]: which })}
                    />
                  </Table.Td>
                );
                return (
                  <Table.Tr key={one.field}>
                    <Table.Th scope="row">{fieldWords(one.field)}</Table.Th>
                    <Table.Td>{valueWords(one.base)}</Table.Td>
                    {side('theirs', one.theirs)}
                    {side('mine', one.mine)}
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : null}
      <Group gap="sm" mt="xs">
        <Button size="xs" disabled={left > 0} onClick={() => onChosen(merged(theirs, found, chosen))}>
          {text.conflict.take}
        </Button>
        {left > 0 ? <Text size="sm">{text.conflict.left(left)}</Text> : null}
      </Group>
    </Alert>
  );
}
