import { isDate, textOf, wordOf, wordsOf, type RawSearch } from '@/shared/url';
import { statuses, triggers } from '@/shared/runs/words';

export const periods = ['hour', 'day', 'week', 'month'] as const;

/** Which runs the list shows; what is left out does not matter. */
export type RunsSearch = {
  /** Several, parted by commas. */
  status?: string;
  workflow?: string;
  schedule?: string;
  trigger?: (typeof triggers)[number];
  /** Made in the last hour, day, week or month. */
  within?: (typeof periods)[number];
  /** Made on that day or later, 2026-03-09. */
  from?: string;
  /** Made on that day or earlier. */
  to?: string;
  text?: string;
};

/** Reads what the address of the page says. */
export function readRunsSearch(raw: RawSearch): RunsSearch {
  return {
    status: wordsOf(raw, 'status', statuses)?.join(','),
    workflow: textOf(raw, 'workflow'),
    schedule: textOf(raw, 'schedule'),
    trigger: wordOf(raw, 'trigger', triggers),
    within: wordOf(raw, 'within', periods),
    from: dayOf(raw, 'from'),
    to: dayOf(raw, 'to'),
    text: textOf(raw, 'text'),
  };
}

function dayOf(raw: RawSearch, key: string): string | undefined {
  const day = textOf(raw, key);
  return day && isDate(day) ? day : undefined;
}
