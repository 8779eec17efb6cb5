import { Text } from '@mantine/core';
import type { Schedule } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { formatMoney, formatShare } from '@/shared/ui/money';
import { stateOfRun } from '@/shared/ui/states';
import { StateMark } from '@/shared/ui/StateMark';
import { schedulesText as text } from '@/text/schedules';
import css from './table.module.css';
import type { Recent } from './useRecent';

/** When it is due next, or why it is not. */
export function NextCell({ schedule }: { schedule: Schedule }) {
  if (schedule.status !== 'active') return <Text size="sm" c="dimmed">{schedule.status === 'paused' ? text.chips.paused : schedule.status === 'archived' ? text.chips.archived : text.chips.disabled}</Text>;
  if (!schedule.next_run_at)
    return (
      <Text size="sm" c="dimmed">
        {schedule.finished ?? text.noMore}
      </Text>
    );
  return (
    <div className={css.two}>
      <Time at={schedule.next_run_at} zone={schedule.timezone} show="relative" />
      <span className={css.under}>
        <Time at={schedule.next_run_at} zone={schedule.timezone} show="short" />
      </span>
    </div>
  );
}

export function LastCell({ schedule }: { schedule: Schedule }) {
  const run = schedule.last_run;
  if (!run)
    return (
      <Text size="sm" c="dimmed">
        {text.never}
      </Text>
    );
  return (
    <div className={css.two}>
      <StateMark state={stateOfRun(run)} />
      <span className={css.under}>
        <Time at={run.completed_at ?? run.started_at ?? run.created_at} zone={schedule.timezone} show="relative" />
      </span>
    </div>
  );
}

export function RateCell({ recent }: { recent: Recent | undefined }) {
  if (!recent) return null;
  return (
    <span title={recent.runs === 0 ? undefined : text.rateOf(recent.successful_runs, recent.runs)}>{formatShare(recent.success_rate)}</span>
  );
}

export function CostCell({ recent }: { recent: Recent | undefined }) {
  if (!recent) return null;
  if (recent.spent === 0 && recent.reserved === 0) return <span className={css.nothing}>{formatMoney(0)}</span>;
  return (
    <span title={text.costOf(recent.month, recent.reserved > 0 ? formatMoney(recent.reserved) : null)}>{formatMoney(recent.spent)}</span>
  );
}
