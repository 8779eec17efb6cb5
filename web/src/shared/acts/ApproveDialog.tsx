import { Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { Time } from '@/shared/time/Time';
import { acts as text } from '@/text/acts';
import { ReasonDialog } from './ReasonDialog';
import { scheduleName } from './scheduleName';

/** Lets a missed occurrence with irreversible effects run late, and ends on the run's page. */
export function ApproveDialog({ schedule, at, onClose }: { schedule: Schedule; at: string; onClose: () => void }) {
  const go = useNavigate();
  const name = scheduleName(schedule);
  const approve = useAct((reason: string | undefined) => call(client.POST('/api/schedules/{id}/approve', { params: { path: { id: schedule.id } }, body: { at, by: actor(), reason } })), {
    ownProblems: true,
    done: () => text.approve.done(name),
    after: (accepted) => {
      onClose();
      void go({ to: '/runs/$id', params: { id: accepted.run_id } });
    },
  });
  return (
    <ReasonDialog title={text.approve.title} act={text.approve.act} error={approve.error} pending={approve.isPending} onAct={approve.mutate} onClose={onClose}>
      <Text size="sm">{text.approve.words(name)}</Text>
      <Text size="sm">
        {text.approve.at} <Time at={at} zone={schedule.timezone} />
      </Text>
    </ReasonDialog>
  );
}
