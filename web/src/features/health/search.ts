import type { RawSearch } from '@/shared/url';

export type HealthSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readHealthSearch(_raw: RawSearch): HealthSearch {
  return {};
}
