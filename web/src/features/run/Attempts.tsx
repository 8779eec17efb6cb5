import { Anchor, Table, Text } from '@mantine/core';
import type { TaskRun } from '@/shared/api/types';
import { formatDuration, toMillis } from '@/shared/time/format';
import { Elapsed } from '@/shared/time/Elapsed';
import { AnchorLink } from '@/shared/ui/links';
import { StateMark } from '@/shared/ui/StateMark';
import { run } from '@/text/run';
import { stateOfAttempt } from './gantt/geometry';

const text = run.attempts;

type Props = { task: TaskRun; chosen: number | undefined; onChoose: (attempt: number) => void };

/** Every attempt of a task: what came of it, where, how long, and why it failed. */
export function Attempts({ task, chosen, onChoose }: Props) {
  if (task.attempts.length === 0) return <Text c="dimmed">{task.reason ? text.neverTried(task.reason) : text.none}</Text>;
  return (
    <Table.ScrollContainer minWidth={460}>
      <Table aria-label={text.table} verticalSpacing={5} horizontalSpacing="xs" fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.number}</Table.Th>
            <Table.Th>{text.outcome}</Table.Th>
            <Table.Th>{text.node}</Table.Th>
            <Table.Th ta="right">{text.waited}</Table.Th>
            <Table.Th ta="right">{text.took}</Table.Th>
            <Table.Th>{text.error}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {task.attempts.map((attempt) => (
            <Table.Tr key={attempt.number} bg={attempt.number === chosen ? 'var(--mantine-color-default-hover)' : undefined}>
              <Table.Td>
                <Anchor component="button" type="button" fz="sm" aria-label={text.log(attempt.number)} title={text.log(attempt.number)} onClick={() => onChoose(attempt.number)}>
                  {attempt.number}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <StateMark state={stateOfAttempt(attempt.outcome)} words={text.outcomes[attempt.outcome] ?? attempt.outcome} />
              </Table.Td>
              <Table.Td>{attempt.node}</Table.Td>
              <Table.Td ta="right">{attempt.started_at ? formatDuration(toMillis(attempt.started_at) - toMillis(attempt.ready_at)) : <Elapsed from={attempt.ready_at} to={attempt.completed_at} />}</Table.Td>
              <Table.Td ta="right">{attempt.started_at ? <Elapsed from={attempt.started_at} to={attempt.completed_at} /> : null}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
                {attempt.error ? (
                  <>
                    {attempt.error.message}{' '}
                    <AnchorLink underline="always" to="/problems/$code" params={{ code: attempt.error.code }} fz="sm">
                      {attempt.error.code}
                    </AnchorLink>
                  </>
                ) : null}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
