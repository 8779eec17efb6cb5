/** A change of a zone's offset from UTC; offsets in milliseconds east. */
export type OffsetChange = { at: number; before: number; after: number };

/** What the wall clocks of a zone show over a stretch of time. Local times are milliseconds as if the zone were UTC. */
export type ZoneClock = {
  localOf(at: number): number;
  /** The moments that show this local time: none in a gap, two in an overlap. */
  momentsOf(local: number): number[];
  /** The first moment at or after which clocks show this local time; the change itself when they skip it. */
  startOf(local: number): number;
};

const DAY = 86_400_000;
const PROBE = 5 * DAY;

const formats = new Map<string, Intl.DateTimeFormat>();
const years = new Map<string, OffsetChange[]>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const options = {
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const;
    try {
      format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
    } catch {
      // A zone that this browser does not know is shown in UTC rather than not at all.
      format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
    }
    formats.set(zone, format);
  }
  return format;
}

/** The zone's offset east of UTC at a moment, in milliseconds. */
export function offsetAt(zone: string, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
  return local - Math.floor(at / 1000) * 1000;
}

function bisect(zone: string, low: number, high: number, before: number): number {
  let from = Math.floor(low / 1000);
  let to = Math.ceil(high / 1000);
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (offsetAt(zone, middle * 1000) === before) from = middle;
    else to = middle;
  }
  return to * 1000;
}

function changesInYear(zone: string, year: number): OffsetChange[] {
  const key = `${zone} ${year}`;
  let found = years.get(key);
  if (!found) {
    found = [];
    const end = Date.UTC(year + 1, 0, 1);
    let at = Date.UTC(year, 0, 1);
    let before = offsetAt(zone, at);
    while (at < end) {
      const next = Math.min(at + PROBE, end);
      const after = offsetAt(zone, next);
      if (after !== before) found.push({ at: bisect(zone, at, next, before), before, after });
      at = next;
      before = after;
    }
    years.set(key, found);
  }
  return found;
}

/** The changes of a zone's offset from `from` until before `to`, in order. */
export function changesOf(zone: string, from: number, to: number): OffsetChange[] {
  const found: OffsetChange[] = [];
  // A change on the stroke of the new year (in UTC) is found at the end of the old one.
  const first = new Date(from - 1).getUTCFullYear();
  const last = new Date(to).getUTCFullYear();
  for (let year = first; year <= last; year++) found.push(...changesInYear(zone, year));
  return found.filter((change) => change.at >= from && change.at < to);
}

/** The clock of a zone, right for moments from two days before `from` to two days after `to`. */
export function zoneClock(zone: string, from: number, to: number): ZoneClock {
  const start = from - 3 * DAY;
  const changes = changesOf(zone, start, to + 3 * DAY);
  const first = changes[0]?.before ?? offsetAt(zone, start);

  const offset = (at: number): number => {
    let found = first;
    for (const change of changes) {
      if (change.at > at) break;
      found = change.after;
    }
    return found;
  };
  const momentsOf = (local: number): number[] => {
    const offsets = new Set([first, ...changes.map((change) => change.after)]);
    return [...offsets]
      .map((east) => local - east)
      .filter((at) => at + offset(at) === local)
      .toSorted((a, b) => a - b);
  };
  return {
    localOf: (at) => at + offset(at),
    momentsOf,
    startOf: (local) => {
      const gap = changes.find((change) => change.at + change.before <= local && local < change.at + change.after);
      return momentsOf(local)[0] ?? gap?.at ?? local - first;
    },
  };
}
