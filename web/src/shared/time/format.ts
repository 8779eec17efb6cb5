import { time as text } from '@/text/time';

/** An instant as the API writes it, or milliseconds since 1970. */
export type When = string | number;

type Parts = Record<'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute' | 'second', string>;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, options)));
  return found;
}

export function toMillis(at: When): number {
  return typeof at === 'number' ? at : Date.parse(at);
}

/** The browser's zone. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** The zone's short name at that time: EDT, CET, or +05:45 where there is none. */
export function zoneName(at: When, zone: string): string {
  if (zone === 'UTC' || zone === 'Etc/UTC') return 'UTC';
  for (const locale of ['en-US', 'en-GB', 'en-AU', 'en-IN']) {
    const name = format(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(toMillis(at)).find((part) => part.type === 'timeZoneName')?.value;
    if (name && !/^(GMT|UTC)[+-]/.test(name)) return name;
  }
  const offset = format('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(toMillis(at)).find((part) => part.type === 'timeZoneName')?.value ?? '';
  return offset.replace('GMT', '') || 'UTC';
}

function parts(at: When, zone: string): Parts {
  const found = format('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).formatToParts(toMillis(at));
  return Object.fromEntries(found.map((part) => [part.type, part.value])) as Parts;
}

/** "Mon 9 Mar 2026, 03:00 EDT". Seconds where they are not zero and asked for. */
export function formatTime(at: When, zone: string, options: { seconds?: boolean } = {}): string {
  const p = parts(at, zone);
  const seconds = options.seconds || p.second !== '00' ? `:${p.second}` : '';
  return `${p.weekday} ${p.day} ${month(p)} ${p.year}, ${p.hour}:${p.minute}${seconds} ${zoneName(at, zone)}`;
}

/** "9 Mar, 03:00 EDT", with the year where it is not the current one. */
export function formatShort(at: When, zone: string, now: number): string {
  const p = parts(at, zone);
  const year = p.year === parts(now, zone).year ? '' : ` ${p.year}`;
  return `${p.day} ${month(p)}${year}, ${p.hour}:${p.minute} ${zoneName(at, zone)}`;
}

/** "Mon 9 Mar 2026". */
export function formatDate(at: When, zone: string): string {
  const p = parts(at, zone);
  return `${p.weekday} ${p.day} ${month(p)} ${p.year}`;
}

/** "03:00". The zone must stand near. */
export function formatClock(at: When, zone: string, options: { seconds?: boolean } = {}): string {
  const p = parts(at, zone);
  return options.seconds ? `${p.hour}:${p.minute}:${p.second}` : `${p.hour}:${p.minute}`;
}

/** The date in that zone, as 2026-03-09. */
export function isoDate(at: When, zone: string): string {
  return format('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(toMillis(at));
}

/** "in 2 h", "3 m ago", "now". */
export function formatRelative(at: When, now: number): string {
  const distance = toMillis(at) - now;
  if (Math.abs(distance) < 1_000) return text.now;
  const words = largest(Math.abs(distance));
  return distance > 0 ? text.in(words) : text.ago(words);
}

/** "240 ms", "4.2 s", "1 m 12 s", "2 h 5 m", "3 d 4 h". */
export function formatDuration(ms: number): string {
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const s = Math.round(ms / 1_000);
  if (s < 60) return `${s} s`;
  if (s < 3_600) return pair(Math.floor(s / 60), 'm', s % 60, 's');
  if (s < 86_400) return pair(Math.floor(s / 3_600), 'h', Math.floor((s % 3_600) / 60), 'm');
  return pair(Math.floor(s / 86_400), 'd', Math.floor((s % 86_400) / 3_600), 'h');
}

function largest(ms: number): string {
  const s = Math.floor(ms / 1_000);
  if (s < 60) return `${s} s`;
  if (s < 3_600) return `${Math.floor(s / 60)} m`;
  if (s < 2 * 86_400) return `${Math.floor(s / 3_600)} h`;
  return `${Math.floor(s / 86_400)} d`;
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

// British English writes "Sept"; every other month has three letters.
function month(p: Parts): string {
  return p.month.slice(0, 3);
}
