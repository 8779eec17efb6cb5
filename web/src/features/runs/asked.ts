import { isoDate, toMillis } from '@/shared/time/format';
import type { RunsSearch } from './search';

const minute = 60_000;
const lengths = { hour: 60 * minute, day: 1_440 * minute, week: 7 * 1_440 * minute, month: 30 * 1_440 * minute };

/** The filters as the API wants them. Days are those of the zone; a period counts from the minute that `now` is in. */
export function askedOf(search: RunsSearch, zone: string, now: number) {
  return {
    status: search.status,
    workflow: search.workflow,
    schedule: search.schedule,
    trigger: search.trigger,
    text: search.text,
    created_from: search.within ? iso(Math.floor(now / minute) * minute - lengths[search.within]) : search.from && iso(startOfDay(search.from, zone)),
    created_to: search.within || !search.to ? undefined : iso(startOfDay(nextDay(search.to), zone)),
  };
}

/** The first instant of the day in the zone: found by halving, so that clock changes at midnight need no care. */
export function startOfDay(day: string, zone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  let before = utc - 15 * 3_600_000;
  let after = utc + 15 * 3_600_000;
  while (after - before > 1_000) {
    const middle = Math.floor((before + after) / 2_000) * 1_000;
    if (isoDate(middle, zone) < day) before = middle;
    else after = middle;
  }
  return after;
}

function nextDay(day: string): string {
  return iso(toMillis(`${day}T00:00:00Z`) + 86_400_000).slice(0, 10);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
