import type { RawSearch } from '@/shared/url';

export type RunsSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readRunsSearch(_raw: RawSearch): RunsSearch {
  return {};
}
