import type { RawSearch } from '@/shared/url';

export type StrategiesSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readStrategiesSearch(_raw: RawSearch): StrategiesSearch {
  return {};
}
