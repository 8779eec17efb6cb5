import { Badge, Tooltip } from '@mantine/core';
import { memo } from 'react';
import type { Schedule } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { schedulesText } from '@/text/schedules';
import css from './table.module.css';

const text = schedulesText.chips;

/** What is out of the ordinary about a schedule: pauses, overrides, switches, problems; and whether it was made here. */
export const Chips = memo(function Chips({ schedule }: { schedule: Schedule }) {
  const { override, problems } = schedule;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return (
    <span className={css.chips}>
      {problems.length > 0 ? <Chip words={text.problems(problems.length)} color={errors > 0 ? 'red' : 'yellow'} tip={problems.map((problem) => problem.message).join(' ')} /> : null}
      {schedule.auto_paused_at ? <Chip words={text.autoPaused} tip={schedule.auto_pause_reason} /> : null}
      {schedule.paused_at ? (
        <Chip
          words={
            <>
              {schedule.paused_by ? text.pausedBy(schedule.paused_by) : text.paused}
              {schedule.paused_until ? (
                <>
                  {' '}
                  {schedulesText.until} <Time at={schedule.paused_until} zone={schedule.timezone} show="short" />
                </>
              ) : null}
            </>
          }
          tip={schedule.paused_until ? null : schedule.pause_reason}
        />
      ) : null}
      {schedule.archived_at ? <Chip words={text.archived} /> : schedule.enabled ? null : <Chip words={text.disabled} tip={text.disabledWords} />}
      {override ? <Chip words={text.override} tip={text.overrideBy(override.by, override.reason)} color="bronze" /> : null}
      {schedule.kind === 'managed' ? <Chip words={text.managed} tip={text.managedWords} /> : null}
    </span>
  );
});

function Chip({ words, tip, color = 'gray' }: { words: React.ReactNode; tip?: string | null; color?: string }) {
  const chip = (
    <Badge size="sm" variant="default" className={css.chip} data-color={color}>
      {words}
    </Badge>
  );
  return tip ? (
    <Tooltip label={tip} multiline maw={320}>
      {chip}
    </Tooltip>
  ) : (
    chip
  );
}
