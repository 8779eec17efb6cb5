import type { RawSearch } from '@/shared/url';

export type AdminSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readAdminSearch(_raw: RawSearch): AdminSearch {
  return {};
}
