import type { RawSearch } from '@/shared/url';

export type SchedulesSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readSchedulesSearch(_raw: RawSearch): SchedulesSearch {
  return {};
}
