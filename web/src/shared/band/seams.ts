import { bandText } from '@/text/band';
import type { BandSeam } from './types';
import { changesOf } from './zoneClock';

/** The clock changes of a zone from `from` until before `to`, each with the words for what it does to the day. */
export function seamsOf(zone: string, from: number, to: number): BandSeam[] {
  return changesOf(zone, from, to).map(({ at, before, after }) => ({
    at,
    text:
      after > before
        ? bandText.gap(at + before, at + after)
        : // Clocks go back to `at + after`, so the hour before the change comes again.
          bandText.twice(at + after, at + before),
  }));
}
