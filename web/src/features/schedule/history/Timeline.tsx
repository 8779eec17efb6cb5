import { useMemo } from 'react';
import type { Run, Schedule } from '@/shared/api/types';
import { useNow } from '@/shared/time/clock';
import { formatDate } from '@/shared/time/format';
import { useZone } from '@/shared/time/zone';
import { schedule as text } from '@/text/schedule';
import { barsOf } from './bars';
import css from './Timeline.module.css';
import { TimelineRow } from './TimelineRow';

/** Runs under the day they stand for, each with a bar as long as it took. */
export function Timeline({ runs, schedule }: { runs: readonly Run[]; schedule: Schedule }) {
  const zone = useZone(schedule.timezone);
  const now = useNow(runs.some((run) => run.status === 'running') ? 1_000 : 60_000);
  const bars = useMemo(() => barsOf(runs, now), [runs, now]);
  const days = useMemo(() => {
    const found: { date: string; at: number[] }[] = [];
    runs.forEach((run, index) => {
      const date = formatDate(run.nominal_at ?? run.created_at, zone);
      const last = found.at(-1);
      if (last?.date === date) last.at.push(index);
      else found.push({ date, at: [index] });
    });
    return found;
  }, [runs, zone]);
  return (
    <ol className={css.days} aria-label={text.history.timeline}>
      {days.map(({ date, at }) => (
        <li key={`${date} ${runs[at[0] ?? 0]?.id}`}>
          <div className={css.date}>{date}</div>
          <ul className={css.runs}>
            {at.map((index) => {
              const run = runs[index];
              const bar = bars[index];
              return run && bar ? <TimelineRow key={run.id} run={run} bar={bar} zone={zone} /> : null;
            })}
          </ul>
        </li>
      ))}
    </ol>
  );
}
