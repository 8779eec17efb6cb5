import { zoneClock } from '@/shared/band/zoneClock';
import type { Scale } from './search';

const day = 86_400_000;

/** A local day: its date, and from when until when it lasts, in milliseconds; 23 or 25 hours where the clocks change. */
export type Day = { date: string; from: number; to: number };

/** A calendar page: its days in order, whole weeks from Monday where it is a month or a week. */
export function daysOf(scale: Scale, date: string, zone: string): Day[] {
  const [first, count] = span(scale, date);
  const clock = zoneClock(zone, first, first + (count + 1) * day);
  return Array.from({ length: count }, (_, place) => {
    const start = first + place * day;
    return { date: textOf(start), from: clock.startOf(start), to: clock.startOf(start + day) };
  });
}

function span(scale: Scale, date: string): [number, number] {
  const at = Date.parse(date);
  if (scale === 'day') return [at, 1];
  if (scale === 'week') return [monday(at), 7];
  const [year, month] = yearAndMonth(at);
  const first = monday(Date.UTC(year, month, 1));
  const last = Date.UTC(year, month + 1, 0);
  return [first, (Math.floor((last - first) / day / 7) + 1) * 7];
}

/** The date of the page before or after. */
export function moved(scale: Scale, date: string, by: 1 | -1): string {
  const at = Date.parse(date);
  if (scale === 'day') return textOf(at + by * day);
  if (scale === 'week') return textOf(at + by * 7 * day);
  const [year, month] = yearAndMonth(at);
  return textOf(Date.UTC(year, month + by, 1));
}

export function sameMonth(one: string, other: string): boolean {
  return one.slice(0, 7) === other.slice(0, 7);
}

/** "March 2026", "9 to 15 March 2026", "Monday 9 March 2026". */
export function titleOf(scale: Scale, date: string): string {
  const at = Date.parse(date);
  if (scale === 'month') return write(at, { month: 'long', year: 'numeric' });
  if (scale === 'day') return write(at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const start = monday(at);
  const end = start + 6 * day;
  const whole = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  const from = sameMonth(textOf(start), textOf(end)) ? { day: 'numeric' as const } : new Date(start).getUTCFullYear() === new Date(end).getUTCFullYear() ? { day: 'numeric' as const, month: 'long' as const } : whole;
  return `${write(start, from)} – ${write(end, whole)}`;
}

/** "Mon 9 March". */
export function dayTitle(date: string): string {
  return write(Date.parse(date), { weekday: 'short', day: 'numeric', month: 'long' });
}

/** The hours that a day has, each from when until when: one is missing where clocks go forward, one longer where they go back. */
export function hoursOf({ date, from, to }: Day, zone: string): { hour: number; from: number; to: number }[] {
  const clock = zoneClock(zone, from, to);
  const start = Date.parse(date);
  const starts = Array.from({ length: 25 }, (_, hour) => (hour === 24 ? to : clock.startOf(start + hour * 3_600_000)));
  return starts.slice(0, 24).flatMap((begin, hour) => {
    const end = starts[hour + 1] ?? to;
    return end > begin ? [{ hour, from: begin, to: end }] : [];
  });
}

function monday(at: number): number {
  return at - ((new Date(at).getUTCDay() + 6) % 7) * day;
}

function yearAndMonth(at: number): [number, number] {
  const date = new Date(at);
  return [date.getUTCFullYear(), date.getUTCMonth()];
}

function textOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function write(at: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(at).replace(',', '');
}
