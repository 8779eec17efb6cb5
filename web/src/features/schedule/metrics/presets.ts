import { addDays, monthOf, weekOf, type Dates } from '../period';

type Pair = readonly [before: Dates, after: Dates];

/** Pairs of periods people compare, seen from a date. */
export function presetsOf(today: string): Record<'week' | 'month' | 'four', Pair> {
  return {
    week: [weekOf(today, -1), weekOf(today)],
    month: [monthOf(today, -1), monthOf(today)],
    four: [
      { first: addDays(today, -55), last: addDays(today, -28) },
      { first: addDays(today, -27), last: today },
    ],
  };
}
