import { Alert, Button, Group, Text } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import type { ScheduleActs } from '@/shared/acts/useScheduleActs';
import { $api } from '@/shared/api/client';
import { May } from '@/shared/api/may';
import type { Schedule } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { schedule as text } from '@/text/schedule';
import { useChange } from './place';
import { waitsForApproval } from './waitsForApproval';

const words = text.attention;

/** What waits for a person, with the next step as a button; nothing when nothing does. */
export function Attention({ schedule, acts }: { schedule: Schedule; acts: ScheduleActs }) {
  const change = useChange();
  const missed = $api.useQuery('get', '/api/schedules/{id}/ledger', { params: { path: { id: schedule.id }, query: { outcome: 'missed', limit: 10 } } });
  const held = missed.data?.items.filter(waitsForApproval) ?? [];
  const last = schedule.last_run;
  return (
    <>
      {schedule.auto_paused_at ? (
        <Alert color="red" variant="light" icon={<CircleAlert size={18} />} title={schedule.auto_pause_reason ?? words.autoPaused}>
          <Text size="sm">{words.autoPausedNext}</Text>
          <Group gap="xs" mt="xs">
            {last ? (
              <Button size="xs" variant="default" onClick={() => change({ run: last.id, why: undefined })}>
                {words.lastRun}
              </Button>
            ) : null}
            <May do="workflow.schedule:write">
              <Button size="xs" variant="default" onClick={() => acts.resume(schedule)}>
                {text.acts.resume}
              </Button>
            </May>
          </Group>
        </Alert>
      ) : null}
      {held.map((entry) => (
        <Alert key={entry.nominal_at} color="yellow" variant="light" icon={<CircleAlert size={18} />} title={words.approval}>
          <Text size="sm">
            <Time at={entry.nominal_at} zone={schedule.timezone} />: {entry.reason}
          </Text>
          <May do="run:execute">
            <Button size="xs" variant="default" mt="xs" onClick={() => acts.approve(schedule, entry.nominal_at)}>
              {words.approve}
            </Button>
          </May>
        </Alert>
      ))}
    </>
  );
}
