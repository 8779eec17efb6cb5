import type { RawSearch } from '@/shared/url';

export type OverviewSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readOverviewSearch(_raw: RawSearch): OverviewSearch {
  return {};
}
