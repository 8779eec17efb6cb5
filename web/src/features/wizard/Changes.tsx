import { Table, Text } from '@mantine/core';
import { wizard as text } from '@/text/wizard';
import { differences } from './conflict';
import { fieldWords, valueWords } from './say';
import { Part } from './Part';
import { useWizard } from './WizardContext';

/** What the edit changes, field by field. */
export function Changes() {
  const { base, document } = useWizard();
  const found = differences(base, base, document);
  return (
    <Part title={text.review.changes}>
      {found.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text.review.noChanges}
        </Text>
      ) : (
        <Table fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.review.field}</Table.Th>
              <Table.Th>{text.review.before}</Table.Th>
              <Table.Th>{text.review.after}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map((one) => (
              <Table.Tr key={one.field}>
                <Table.Th scope="row">{fieldWords(one.field)}</Table.Th>
                <Table.Td>{valueWords(one.theirs)}</Table.Td>
                <Table.Td>{valueWords(one.mine)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Part>
  );
}
