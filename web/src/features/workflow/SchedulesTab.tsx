import { Table } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { AnchorLink, ButtonLink } from '@/shared/ui/links';
import { workflow } from '@/text/workflows';

const text = workflow.scheduleList;

/** When the workflow runs by itself. */
export function SchedulesTab({ id }: { id: string }) {
  const query = $api.useQuery('get', '/api/workflows/{workflowId}/schedules', { params: { path: { workflowId: id } } });
  const create = (
    <ButtonLink size="xs" variant="default" to="/schedules/new" search={{ workflow: id }}>
      {text.create}
    </ButtonLink>
  );
  return (
    <Answer of={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={text.empty.title} words={text.empty.words} action={create} />
        ) : (
          <>
            {create}
            <Table aria-label={text.table} mt="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{text.columns.schedule}</Table.Th>
                  <Table.Th>{text.columns.when}</Table.Th>
                  <Table.Th>{text.columns.next}</Table.Th>
                  <Table.Th>{text.columns.state}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((schedule) => (
                  <Row key={schedule.id} of={schedule} />
                ))}
              </Table.Tbody>
            </Table>
          </>
        )
      }
    </Answer>
  );
}

function Row({ of: schedule }: { of: Schedule }) {
  return (
    <Table.Tr>
      <Table.Td>
        <AnchorLink to="/schedules/$id" params={{ id: schedule.id }}>
          {schedule.key || schedule.id}
        </AnchorLink>
      </Table.Td>
      <Table.Td>{[schedule.words, schedule.timezone].filter(Boolean).join(', ')}</Table.Td>
      <Table.Td>{schedule.next_run_at ? <Time at={schedule.next_run_at} zone={schedule.timezone} /> : text.none}</Table.Td>
      <Table.Td>{text.states[schedule.status] ?? schedule.status}</Table.Td>
    </Table.Tr>
  );
}
