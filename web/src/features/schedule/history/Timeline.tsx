import { useMemo } from 'react';
import type { Run, Schedule } from '@/shared/api/types';
import { useNow } from '@/shared/time/clock';
import { formatDate } from '@/shared/time/format';
import { useZone } from '@/shared/time/zone';
import { schedule as text } from '@/text/schedule';
import { barsOf } from './bars';
import css from './Timeline.module.css';
import { TimelineRow } from './TimelineRow';

/** Runs with the day they stand for, each with a bar as long as it took. */
export function Timeline({ runs, schedule }: { runs: readonly Run[]; schedule: Schedule }) {
  const zone = useZone(schedule.timezone);
  const now = useNow(runs.some((run) => run.status === 'running') ? 1_000 : 60_000);
  const bars = useMemo(() => barsOf(runs, now), [runs, now]);
  return (
    <ol className={css.runs} aria-label={text.history.timeline}>
      {runs.map((run, index) => {
        const bar = bars[index];
        const date = dateOf(run, zone);
        const above = runs[index - 1];
        return bar ? <TimelineRow key={run.id} run={run} bar={bar} zone={zone} date={above && dateOf(above, zone) === date ? null : date} /> : null;
      })}
    </ol>
  );
}

function dateOf(run: Run, zone: string): string {
  return formatDate(run.nominal_at ?? run.created_at, zone);
}
