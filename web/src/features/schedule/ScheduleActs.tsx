import { Button } from '@mantine/core';
import { Pause, Play } from 'lucide-react';
import { isPaused, ScheduleMenuOf } from '@/shared/acts/ScheduleMenu';
import type { ScheduleActs as Acts } from '@/shared/acts/useScheduleActs';
import { May } from '@/shared/api/may';
import type { Schedule } from '@/shared/api/types';
import { ButtonLink } from '@/shared/ui/links';
import { schedule as text } from '@/text/schedule';

/** What can be done to the schedule; running it is what matters most. */
export function ScheduleActs({ schedule, acts }: { schedule: Schedule; acts: Acts }) {
  if (schedule.status === 'archived') return null;
  return (
    <>
      <ScheduleMenuOf schedule={schedule} acts={acts} />
      <ButtonLink variant="default" to="/schedules/$id/edit" params={{ id: schedule.id }}>
        {text.acts.edit}
      </ButtonLink>
      <May do="workflow.schedule:write">
        {!schedule.enabled ? (
          <Button variant="default" onClick={() => acts.enable(schedule)}>
            {text.acts.enable}
          </Button>
        ) : isPaused(schedule) ? (
          <Button variant="default" leftSection={<Play size={16} />} onClick={() => acts.resume(schedule)}>
            {text.acts.resume}
          </Button>
        ) : (
          <Button variant="default" leftSection={<Pause size={16} />} onClick={() => acts.pause(schedule)}>
            {text.acts.pause}
          </Button>
        )}
      </May>
      <May do="run:execute">
        <Button onClick={() => acts.runNow(schedule)}>{text.acts.runNow}</Button>
      </May>
    </>
  );
}
