import type { Api } from '@/shared/api/types';
import { isoDate } from '@/shared/time/format';
import type { Dates } from '../period';

export type Hole = {
  /** The dates that are missing. */
  dates: Dates;
  days: number;
  /** How many occurrences close it, and the dates on which they are scheduled. */
  occurrences: number;
  scheduled: Dates | undefined;
};

/** The holes, each with the occurrences of the proposal whose windows touch it. */
export function holesOf({ holes, backfill, timezone }: Pick<Api<'CoverageView'>, 'holes' | 'backfill' | 'timezone'>): Hole[] {
  return holes.map((hole) => {
    const closing = backfill.filter(({ window }) => Date.parse(window.start) < Date.parse(hole.end) && Date.parse(hole.start) < Date.parse(window.end));
    return {
      dates: { first: hole.start_date, last: hole.last_date },
      days: Math.round((Date.parse(hole.last_date) - Date.parse(hole.start_date)) / 86_400_000) + 1,
      occurrences: closing.length,
      scheduled: scheduledOf(closing, timezone),
    };
  });
}

/** The first and last date on which occurrences are scheduled, in the zone. */
export function scheduledOf(proposals: readonly Pick<Api<'CoverageProposal'>, 'nominal'>[], zone: string): Dates | undefined {
  const dates = proposals.map(({ nominal }) => isoDate(nominal, zone)).toSorted();
  const first = dates[0];
  const last = dates.at(-1);
  return first && last ? { first, last } : undefined;
}
