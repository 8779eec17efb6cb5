import type { RawSearch } from '@/shared/url';

export type CostsSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readCostsSearch(_raw: RawSearch): CostsSearch {
  return {};
}
