import type { Counts } from '@/shared/band/layout';
import type { MarkState } from '@/shared/band/types';

// Local times come as milliseconds as if the zone were UTC.
const format = (options: Intl.DateTimeFormatOptions) => {
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  // British dates put a comma after the weekday and write September with four letters.
  return (local: number) => made.format(local).replace(',', '').replace(/Sept\b/, 'Sep');
};

const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const clockSeconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const dayAndMonth = format({ day: 'numeric', month: 'long' });
const date = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

const stateWords: Record<MarkState, string> = {
  completed: 'completed',
  failed: 'failed',
  running: 'running',
  pending: 'pending',
  skipped: 'skipped',
  missed: 'missed',
  canceled: 'canceled',
  retry: 'waiting for a retry',
  future: 'to come',
};

const order: MarkState[] = [
  'completed',
  'failed',
  'missed',
  'retry',
  'running',
  'canceled',
  'skipped',
  'pending',
  'future',
];

const number = new Intl.NumberFormat('en-GB');

const DAY = 86_400_000;
const HOUR = 3_600_000;

function span(from: number, to: number): string {
  const hours = Math.round((to - from) / HOUR);
  if (hours >= 72) return `${number.format(Math.round(hours / 24))} days`;
  if (hours >= 2) return `${hours} hours`;
  return `${Math.round((to - from) / 60_000)} minutes`;
}

/** Every text of the time band. */
export const bandText = {
  clock: (local: number) => (local % 60_000 ? clockSeconds(local) : clock(local)),
  day: format({ weekday: 'short', day: 'numeric', month: 'short' }),
  dayNumber: format({ day: 'numeric' }),
  weekdayNumber: format({ weekday: 'short', day: 'numeric' }),
  month: format({ month: 'short' }),
  monthAndYear: format({ month: 'long', year: 'numeric' }),
  year: format({ year: 'numeric' }),
  date,

  /** A moment: "Mon 9 Mar 2026, 03:00 EDT". */
  stamp: (local: number, zone: string) => `${date(local)}, ${bandText.clock(local)} ${zone}`,
  /** A stretch of time, the day said once when it is one day. */
  stretch: (from: number, to: number, zone: string) =>
    Math.floor(from / DAY) === Math.floor(to / DAY)
      ? `${date(from)}, ${bandText.clock(from)}–${bandText.clock(to)} ${zone}`
      : `${date(from)}, ${bandText.clock(from)} – ${date(to)}, ${bandText.clock(to)} ${zone}`,
  utc: 'UTC',

  now: 'now',
  nothing: 'Nothing in this stretch',
  state: (state: MarkState) => stateWords[state],
  counts: (counts: Counts) =>
    order
      .filter((state) => counts[state])
      .map((state) => `${number.format(counts[state]!)} ${stateWords[state]}`)
      .join(', '),
  occurrences: (count: number, counts: string) =>
    `${number.format(count)} ${count === 1 ? 'occurrence' : 'occurrences'}: ${counts}`,
  zoomIn: 'Click to zoom in',
  inLane: (lane: string, text: string) => `${lane}: ${text}`,
  place: (text: string, index: number, count: number) => `${text}, ${number.format(index)} of ${number.format(count)}`,
  showing: (stretch: string) => `Showing ${stretch}`,

  gap: (from: number, to: number) =>
    to - from >= DAY
      ? `${dayAndMonth(from)} does not exist here`
      : `${clock(from)}–${clock(to)} does not exist here on ${dayAndMonth(from)}`,
  twice: (from: number, to: number) =>
    to - from >= DAY
      ? `${dayAndMonth(from)} happens twice`
      : `${clock(from)}–${clock(to)} happens twice on ${dayAndMonth(from)}`,

  /** The band in a sentence, for those who do not see it. */
  summary: (parts: {
    from: number;
    to: number;
    now: number | undefined;
    past: string;
    stretch: string;
    next: string | undefined;
    seams: string[];
  }) => {
    const { from, to, now, past, stretch, next, seams } = parts;
    const title = now !== undefined && now > from && now <= to ? `Last ${span(from, now)}` : stretch;
    const coming = next ? `; next at ${next}` : '';
    const changes = seams.length > 0 ? ` Clock changes: ${seams.join('; ')}.` : '';
    return `${title}: ${past || 'nothing'}${coming}.${changes}`;
  },
  keys: (zooms: boolean) =>
    zooms
      ? 'Arrow keys move from mark to mark, Enter opens one, plus and minus zoom, Shift with an arrow key moves the band.'
      : 'Arrow keys move from mark to mark, Enter opens one.',
};
