import type { RawSearch } from '@/shared/url';

export type ScheduleSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readScheduleSearch(_raw: RawSearch): ScheduleSearch {
  return {};
}
