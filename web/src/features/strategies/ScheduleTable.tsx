import { Table, Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { AnchorLink } from '@/shared/ui/links';
import { strategy } from '@/text/strategies';

const text = strategy.schedules;

/** The schedules of the strategy's workflow. */
export function ScheduleTable({ id }: { id: string }) {
  const query = $api.useQuery('get', '/api/workflows/{workflowId}/schedules', { params: { path: { workflowId: id } } });
  return (
    <Answer of={query} rows={1}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {text.none}
          </Text>
        ) : (
          <Table aria-label={text.table} verticalSpacing={4} maw={1100}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.key}</Table.Th>
                <Table.Th>{text.when}</Table.Th>
                <Table.Th>{text.next}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td>
                    <AnchorLink to="/schedules/$id" params={{ id: one.id }}>
                      {one.key || one.id}
                    </AnchorLink>
                  </Table.Td>
                  <Table.Td>{[one.words, one.timezone].filter(Boolean).join(', ')}</Table.Td>
                  <Table.Td>{one.next_run_at ? <Time at={one.next_run_at} zone={one.timezone} /> : one.status}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )
      }
    </Answer>
  );
}
