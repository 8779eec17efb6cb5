import { UnstyledButton } from '@mantine/core';
import type { Run } from '@/shared/api/types';
import { Elapsed } from '@/shared/time/Elapsed';
import { formatClock, formatDuration } from '@/shared/time/format';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfRun } from '@/shared/ui/states';
import { schedule as text } from '@/text/schedule';
import { useChange, useScheduleSearch } from '../place';
import type { Bar } from './bars';
import css from './Timeline.module.css';

export function TimelineRow({ run, bar, zone, date }: { run: Run; bar: Bar; zone: string; date: string | null }) {
  const change = useChange();
  const { run: chosen } = useScheduleSearch();
  const state = stateOfRun(run);
  const late = run.lateness_ms !== null && run.lateness_ms >= 1_000 ? text.history.late(formatDuration(run.lateness_ms)) : null;
  return (
    <li data-day={date === null ? undefined : ''} className={css.run}>
      <span className={css.date}>{date}</span>
      <UnstyledButton className={css.row} data-chosen={chosen === run.id || undefined} onClick={() => change({ run: run.id, why: undefined })}>
        <span className={css.clock}>{formatClock(run.nominal_at ?? run.created_at, zone)}</span>
        <StateMark state={state} words={text.history.statuses[run.status]} />
        <span className={css.track} aria-hidden="true">
          <span className={css.late} style={{ width: `${bar.late * 100}%` }} />
          <span className={css.took} data-state={state} style={{ width: `${bar.took * 100}%`, background: `var(--state-${state})` }} />
        </span>
        <span className={css.length}>{run.started_at ? <Elapsed from={run.started_at} to={run.completed_at} /> : null}</span>
        <span className={css.words}>{[run.trigger === 'schedule' ? null : text.history.triggers[run.trigger], late, run.error?.message.split('\n')[0]].filter(Boolean).join(' · ')}</span>
      </UnstyledButton>
    </li>
  );
}
