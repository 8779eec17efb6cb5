import type { Api } from '@/shared/api/types';
import type { BandSpan } from '@/shared/band/types';
import { schedule as text } from '@/text/schedule';
import { addDays, startOfDay } from '../period';

const kinds: Record<Api<'CoverageState'>, BandSpan['kind']> = { covered: 'data', doubled: 'run', missing: 'hole', not_expected: 'shade' };

/** Stretches of dates as the band draws them. */
export function spansOf(days: readonly Api<'CoverageDays'>[], zone: string): BandSpan[] {
  return days.map(({ first_date, last_date, state }) => ({
    from: startOfDay(first_date, zone),
    to: startOfDay(addDays(last_date, 1), zone),
    kind: kinds[state],
    title: `${text.coverage.states[state]}: ${text.compare.dates(first_date, last_date)}`,
  }));
}
