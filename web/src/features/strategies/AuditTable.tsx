import { Table, Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { strategy } from '@/text/strategies';

const text = strategy.audit;

/** Who changed the strategy, when and why. */
export function AuditTable({ id }: { id: string }) {
  const query = $api.useQuery('get', '/api/strategies/{id}/audit', { params: { path: { id }, query: { limit: 50 } } });
  return (
    <Answer of={query} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {text.none}
          </Text>
        ) : (
          <Table aria-label={text.table} verticalSpacing={4} maw={1100}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.at}</Table.Th>
                <Table.Th>{text.who}</Table.Th>
                <Table.Th>{text.what}</Table.Th>
                <Table.Th>{text.why}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td>
                    <Time at={one.at} show="short" />
                  </Table.Td>
                  <Table.Td>{one.actor}</Table.Td>
                  <Table.Td>{one.action}</Table.Td>
                  <Table.Td>{one.reason}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )
      }
    </Answer>
  );
}
