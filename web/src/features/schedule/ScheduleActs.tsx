import { Button } from '@mantine/core';
import { Pause, Play } from 'lucide-react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { ButtonLink } from '@/shared/ui/links';
import { schedule as text } from '@/text/schedule';
import { useChange } from './place';

export function ScheduleActs({ schedule }: { schedule: Schedule }) {
  const change = useChange();
  const at = { params: { path: { id: schedule.id } }, body: { by: actor() } };
  const pause = useAct(() => call(client.POST('/api/schedules/{id}/pause', at)));
  const resume = useAct(() => call(client.POST('/api/schedules/{id}/resume', at)));
  const run = useAct(() => call(client.POST('/api/schedules/{id}/test-run', at)), { after: (made) => change({ run: made.run_id }) });
  return (
    <>
      <ButtonLink variant="default" to="/schedules/$id/edit" params={{ id: schedule.id }}>
        {text.acts.edit}
      </ButtonLink>
      {schedule.status === 'paused' ? (
        <Button variant="default" leftSection={<Play size={16} />} onClick={() => resume.mutate()}>
          {text.acts.resume}
        </Button>
      ) : (
        <Button variant="default" leftSection={<Pause size={16} />} onClick={() => pause.mutate()}>
          {text.acts.pause}
        </Button>
      )}
      <Button onClick={() => run.mutate()} loading={run.isPending}>
        {text.acts.runNow}
      </Button>
    </>
  );
}
