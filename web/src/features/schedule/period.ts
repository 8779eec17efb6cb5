import { zoneClock } from '@/shared/band/zoneClock';
import { isoDate } from '@/shared/time/format';

export const ranges = ['24h', '7d', '30d', '90d'] as const;
export type Range = (typeof ranges)[number];

/** From `from` until before `to`, in milliseconds since the epoch. */
export type Period = { from: number; to: number };

/** Whole days, the last one included, as 2026-03-08. */
export type Dates = { first: string; last: string };

const minute = 60_000;
const day = 86_400_000;
const lengths: Record<Range, number> = { '24h': 1, '7d': 7, '30d': 30, '90d': 90 };

/** The period that an address means. Ranges of days are whole days of the zone, today being the last; 24 hours end with this minute. */
export function periodOf(asked: { from?: string; to?: string; range?: Range }, zone: string, now: number): Period {
  if (asked.from && asked.to) return { from: Date.parse(asked.from), to: Date.parse(asked.to) };
  const range = asked.range ?? '30d';
  if (range === '24h') {
    const to = Math.ceil(now / minute) * minute;
    return { from: to - day, to };
  }
  const today = isoDate(now, zone);
  return { from: startOfDay(addDays(today, 1 - lengths[range]), zone), to: startOfDay(addDays(today, 1), zone) };
}

/** The period just before, as long: in whole days where this one is made of whole days, so that clock changes do not shift it. */
export function previousOf(period: Period, zone: string): Period {
  const first = isoDate(period.from, zone);
  const end = isoDate(period.to, zone);
  if (startOfDay(first, zone) === period.from && startOfDay(end, zone) === period.to && first < end) {
    return { from: startOfDay(addDays(first, -daysBetween(first, end)), zone), to: period.from };
  }
  return { from: 2 * period.from - period.to, to: period.from };
}

/** How finely a period is cut for charts. */
export function partsOf(period: Period): 'hour' | 'day' | 'week' | 'month' {
  const days = (period.to - period.from) / day;
  if (days <= 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 400 ? 'week' : 'month';
}

/** The first moment of a date in the zone. */
export function startOfDay(date: string, zone: string): number {
  const local = Date.parse(date);
  return zoneClock(zone, local - 2 * day, local + 2 * day).startOf(local);
}

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);
}

/** How many days `later` is after `date`. */
export function daysBetween(date: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(date)) / day);
}

/** Monday to Sunday of the week of a date, `weeks` away from it. */
export function weekOf(date: string, weeks = 0): Dates {
  const weekday = (new Date(Date.parse(date)).getUTCDay() + 6) % 7;
  const first = addDays(date, 7 * weeks - weekday);
  return { first, last: addDays(first, 6) };
}

/** The month of a date, `months` away from it. */
export function monthOf(date: string, months = 0): Dates {
  const [year = 0, month = 1] = date.split('-').map(Number);
  const at = (offset: number) => new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 10);
  return { first: at(months), last: addDays(at(months + 1), -1) };
}

/** As an address writes them. */
export function writeDates({ first, last }: Dates): string {
  return `${first}..${last}`;
}

/** As an address has them, once they are checked. */
export function readDates(text: string): Dates {
  const [first = '', last = ''] = text.split('..');
  return { first, last };
}

/** What the band shows: the period asked for as it is, a range up to now with some of what is to come. */
export function bandPeriodOf(asked: { from?: string; to?: string; range?: Range }, zone: string, now: number): Period {
  const period = periodOf(asked, zone, now);
  if (asked.from && asked.to) return period;
  return { from: period.from, to: period.to + Math.round((period.to - period.from) / 4) };
}

/** The range that holds where the address gives none: one that shows some tens of occurrences, judged by the distance of two. */
export function ordinaryRange(schedule: { next_run_at: string | null; last_run: { trigger: string; nominal_at: string | null } | null }, now: number): Range {
  if (!schedule.next_run_at) return '30d';
  const last = schedule.last_run?.trigger === 'schedule' ? schedule.last_run.nominal_at : null;
  const distance = Date.parse(schedule.next_run_at) - (last ? Date.parse(last) : now);
  if (distance <= 20 * minute) return '24h';
  if (distance < 20 * 60 * minute) return '7d';
  return distance < 8 * day ? '30d' : '90d';
}

/** The dates of the zone that a period touches, with the date after the last. */
export function rangeDates(period: Period, zone: string): { first: string; end: string } {
  return { first: isoDate(period.from, zone), end: addDays(isoDate(period.to - 1, zone), 1) };
}
