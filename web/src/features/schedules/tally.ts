import type { Api } from '@/shared/api/types';
import { stateOfOccurrence, stateWords, type State } from '@/shared/ui/states';
import { schedulesText } from '@/text/schedules';

/** How many occurrences there are by state. */
export type Tally = Partial<Record<State, number>>;

export type Cell = { at: number; state: State; count: number };

const states: Record<Api<'OccurrenceState'>, State> = {
  completed: 'completed',
  ran: 'completed',
  failed: 'failed',
  canceled: 'canceled',
  running: 'running',
  pending: 'pending',
  skipped: 'skipped',
  coalesced: 'skipped',
  missed: 'missed',
  future: 'future',
};

// What an operator must see first stands first.
const order: State[] = ['failed', 'missed', 'running', 'pending', 'completed', 'canceled', 'skipped', 'retry', 'future'];

export function cellsOf(bands: readonly Api<'OccurrenceBandView'>[]): Cell[] {
  return bands.flatMap((band) => band.cells.map((cell) => ({ at: Date.parse(cell.at), state: states[cell.state], count: cell.count })));
}

export function cellOf(item: Api<'OccurrenceItem'>): Cell {
  return { at: Date.parse(item.at), state: stateOfOccurrence(item.outcome, item.run_status), count: item.count };
}

/** The cells counted by stretches of time, which must be in order and not overlap; those outside of all are left out. */
export function tallyBy(cells: readonly Cell[], stretches: readonly { from: number; to: number }[]): Tally[] {
  const tallies: Tally[] = stretches.map(() => ({}));
  for (const { at, state, count } of cells) {
    const place = find(stretches, at);
    const tally = place === undefined ? undefined : tallies[place];
    if (tally) tally[state] = (tally[state] ?? 0) + count;
  }
  return tallies;
}

function find(stretches: readonly { from: number; to: number }[], at: number): number | undefined {
  let low = 0;
  let high = stretches.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle];
    if (!stretch) return undefined;
    if (at < stretch.from) high = middle - 1;
    else if (at >= stretch.to) low = middle + 1;
    else return middle;
  }
  return undefined;
}

/** The states of a tally with their counts, those that matter most first. */
export function entriesOf(tally: Tally): [State, number][] {
  return order.flatMap((state) => {
    const count = tally[state];
    return count ? [[state, count] as [State, number]] : [];
  });
}

export function totalOf(tally: Tally): number {
  return entriesOf(tally).reduce((sum, [, count]) => sum + count, 0);
}

/** "1 failed, 23 completed". */
export function wordsOf(tally: Tally): string {
  return entriesOf(tally).map(([state, count]) => `${count.toLocaleString('en-US')} ${stateWords[state].toLowerCase()}`).join(', ') || schedulesText.calendar.nothing;
}

/** How dark a day or hour is among others, from 0 for none to 4: by the size of its number, so that one minutely schedule does not make all else pale. */
export function heat(count: number, most: number): 0 | 1 | 2 | 3 | 4 {
  if (count === 0 || most === 0) return 0;
  const share = Math.log1p(count) / Math.log1p(most);
  return share > 0.85 ? 4 : share > 0.6 ? 3 : share > 0.35 ? 2 : 1;
}
