import { Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { acts as text } from '@/text/acts';
import { isOverBudget } from './budget';
import { ReasonDialog } from './ReasonDialog';
import { scheduleName } from './scheduleName';

/** Runs a schedule once as if it were due, and ends on the run's page. */
export function TestRunDialog({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const go = useNavigate();
  const name = scheduleName(schedule);
  const run = useAct(
    ({ reason, over }: { reason?: string; over: boolean }) => call(client.POST('/api/schedules/{id}/test-run', { params: { path: { id: schedule.id } }, body: { by: actor(), reason, over_budget: over } })),
    {
      ownProblems: true,
      done: () => text.testRun.done(name),
      after: (accepted) => {
        onClose();
        void go({ to: '/runs/$id', params: { id: accepted.run_id } });
      },
    },
  );
  const over = isOverBudget(run.error);
  return (
    <ReasonDialog
      title={text.testRun.title(name)}
      act={over ? text.overBudget.act : text.testRun.act}
      reason={over ? 'required' : 'optional'}
      reasonLabel={over ? text.overBudget.label : undefined}
      error={run.error}
      pending={run.isPending}
      onAct={(reason) => run.mutate({ reason, over })}
      onClose={onClose}
    >
      <Text size="sm">{text.testRun.words}</Text>
    </ReasonDialog>
  );
}
