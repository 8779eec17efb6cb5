import { Checkbox, Stack, Table, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { AnchorLink } from '@/shared/ui/links';
import { workflow } from '@/text/workflows';
import { pickedOf, toggle } from './picked';
import { VersionCompare } from './VersionCompare';

const text = workflow.versions;

/** All versions, the latest first; two of them side by side. */
export function VersionsTab({ id, current }: { id: string; current: string | null }) {
  const search = useSearch({ from: '/workflows/$id' });
  const go = useNavigate({ from: '/workflows/$id' });
  const query = $api.useQuery('get', '/api/workflows/{id}/versions', { params: { path: { id } } });
  return (
    <Answer of={query}>
      {({ items }) => {
        const order = items.map((one) => one.version);
        const picked = pickedOf(search, order);
        return (
          <Stack>
            <Text size="sm" c="dimmed">
              {items.length > 1 ? text.hint : text.only}
            </Text>
            <Table aria-label={text.table} verticalSpacing={4}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={80}>{text.columns.pick}</Table.Th>
                  <Table.Th>{text.columns.version}</Table.Th>
                  <Table.Th>{text.columns.at}</Table.Th>
                  <Table.Th visibleFrom="sm">{text.columns.path}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((one) => (
                  <Table.Tr key={one.version}>
                    <Table.Td>
                      <Checkbox
                        size="xs"
                        aria-label={text.pick(one.version.slice(0, 8))}
                        checked={one.version === picked.before || one.version === picked.after}
                        onChange={() => void go({ search: (now) => ({ ...now, ...toggle(picked, one.version, order) }), replace: true })}
                      />
                    </Table.Td>
                    <Table.Td>
                      <code>{one.version.slice(0, 8)}</code> {one.version === current ? text.current : null}{' '}
                      <AnchorLink underline="always" size="sm" to="/workflows/$id" params={{ id }} search={{ version: one.version }}>
                        {text.graph}
                      </AnchorLink>
                    </Table.Td>
                    <Table.Td>
                      <Time at={one.created_at} />
                    </Table.Td>
                    <Table.Td visibleFrom="sm">{one.path}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <VersionCompare id={id} picked={picked} />
          </Stack>
        );
      }}
    </Answer>
  );
}
