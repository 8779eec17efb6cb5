import type { Run } from '@/shared/api/types';

/** A run's bar as shares of the row: how long it waited after it was due, and how long it ran. */
export type Bar = { late: number; took: number };

/** Bars on one scale, so that lengths can be compared: the longest wait with its run fills the row. Runs that took over twenty times the median are cut. */
export function barsOf(runs: readonly Pick<Run, 'lateness_ms' | 'duration_ms' | 'started_at'>[], now: number): Bar[] {
  const times = runs.map((run) => ({
    late: Math.max(0, run.lateness_ms ?? 0),
    took: Math.max(0, run.duration_ms ?? (run.started_at ? now - Date.parse(run.started_at) : 0)),
  }));
  const sums = times.map(({ late, took }) => late + took).toSorted((a, b) => a - b);
  const median = sums[Math.floor(sums.length / 2)] ?? 0;
  const longest = Math.max(1, Math.min(sums.at(-1) ?? 0, median > 0 ? 20 * median : Infinity));
  return times.map(({ late, took }) => {
    const start = Math.min(1, late / longest);
    return { late: start, took: Math.min(1 - start, took / longest) };
  });
}
