import { wordOf, type RawSearch } from '@/shared/url';

export type CostsSearch = { trend?: 'day' | 'month' };

/** Reads what the address of the page says. */
export function readCostsSearch(raw: RawSearch): CostsSearch {
  return { trend: wordOf(raw, 'trend', ['day', 'month']) };
}
