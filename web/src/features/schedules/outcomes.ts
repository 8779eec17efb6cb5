import type { Api } from '@/shared/api/types';
import { stateOfOccurrence, stateWords, type State } from '@/shared/ui/states';
import { schedulesText } from '@/text/schedules';

export type Outcome = { key: string; at: string; state: State; count: number; run: string | null };

/** The last occurrences, the earliest first. */
export function outcomesOf(recent: Api<'RecentRecord'> | undefined): Outcome[] {
  return (recent?.occurrences ?? [])
    .map((one) => ({ key: `${one.nominal_at} ${one.outcome}`, at: one.nominal_at, state: stateOfOccurrence(one.outcome, one.run_status), count: one.count, run: one.run_id }))
    .toReversed();
}

/** "28 completed, 1 failed", the most frequent first. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const counts = new Map<State, number>();
  for (const { state, count } of outcomes) counts.set(state, (counts.get(state) ?? 0) + count);
  if (counts.size === 0) return schedulesText.noneYet;
  return [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([state, count]) => `${count.toLocaleString('en-US')} ${stateWords[state].toLowerCase()}`)
    .join(', ');
}
