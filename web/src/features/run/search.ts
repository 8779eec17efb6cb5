import type { RawSearch } from '@/shared/url';

export type RunSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readRunSearch(_raw: RawSearch): RunSearch {
  return {};
}
