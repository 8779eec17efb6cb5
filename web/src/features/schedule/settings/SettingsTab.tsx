import { Stack } from '@mantine/core';
import type { Schedule } from '@/shared/api/types';
import css from '../Schedule.module.css';
import { Budget } from './Budget';
import { Definition } from './Definition';
import { Explanation } from './Explanation';
import { Override } from './Override';

/** What the schedule is, why it is so, and what it may cost. */
export function SettingsTab({ schedule }: { schedule: Schedule }) {
  return (
    <Stack gap="xl">
      {schedule.override ? <Override schedule={schedule} override={schedule.override} /> : null}
      <div className={css.sections}>
        <Definition schedule={schedule} />
        <Budget schedule={schedule} />
      </div>
      <Explanation schedule={schedule} />
    </Stack>
  );
}
