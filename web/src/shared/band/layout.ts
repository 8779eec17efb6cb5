import { perMillisecond, xOf, type Scale } from './scale';
import type { BandMark, MarkState } from './types';

export type Counts = Partial<Record<MarkState, number>>;

/** What is drawn at one place of a lane: a single mark, or a heat cell of several. */
export type Item = {
  x: number;
  left: number;
  right: number;
  /** The first and the last occurrence in it. */
  at: number;
  last: number;
  /** The worst state in it. */
  state: MarkState;
  count: number;
  counts: Counts;
  cell: boolean;
  /** The mark itself when it stands alone. */
  mark?: BandMark;
};

/** From the worst to the best: a cell has the colour of the first that occurs in it. */
export const worstFirst: readonly MarkState[] = [
  'failed',
  'missed',
  'retry',
  'running',
  'canceled',
  'skipped',
  'completed',
  'pending',
  'future',
];

/** Marks nearer than this become a cell; also the least width of a cell. In pixels. */
export const NEAR = 8;
/** The same where there is little room, so that thirty outcomes in a table row stay thirty. */
export const NEAR_COMPACT = 5.5;
const EDGE = 3.5;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const cells = [
  ...[1, 2, 5, 10, 20, 30].map((n) => n * 1000),
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((n) => n * HOUR),
  ...[1, 2, 3, 4, 5, 7, 10, 14, 20, 30].map((n) => n * DAY),
];

/** The index of the first mark at or after a moment. */
export function firstAt(marks: readonly { at: number }[], at: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function itemOf(marks: readonly BandMark[], first: number, end: number): Item {
  const counts: Counts = {};
  let count = 0;
  for (let i = first; i < end; i++) {
    const { state, count: many = 1 } = marks[i]!;
    counts[state] = (counts[state] ?? 0) + many;
    count += many;
  }
  const alone = end - first === 1 ? marks[first] : undefined;
  return {
    x: 0,
    left: 0,
    right: 0,
    at: marks[first]!.at,
    last: marks[end - 1]!.at,
    state: worstFirst.find((state) => counts[state]) ?? 'pending',
    count,
    counts,
    cell: count > 1,
    ...(alone && { mark: alone }),
  };
}

function placed(item: Item, x: number, half: number): Item {
  return Object.assign(item, { x, left: x - half, right: x + half });
}

/**
 * Places the marks of a lane, which must be in order of time. Marks that stand too near to each other are put together
 * into cells of equal time, counted from `anchor`, so that cells keep their place when the band is moved; no cell
 * reaches over `split` (now).
 */
export function layout(
  marks: readonly BandMark[],
  scale: Scale,
  split = Infinity,
  anchor = 0,
  near = NEAR,
): Item[] {
  const perMs = perMillisecond(scale);
  const cell = cells.find((ms) => ms * perMs >= near) ?? cells.at(-1)!;
  const margin = Math.max(2 * cell, (2 * near) / perMs);
  const end = firstAt(marks, scale.to + margin);
  const items: Item[] = [];

  let i = firstAt(marks, scale.from - margin);
  while (i < end) {
    const first = i++;
    while (i < end && (marks[i]!.at - marks[i - 1]!.at) * perMs < near) i++;
    const start = marks[first]!.at;
    const last = marks[i - 1]!.at;
    const together = (last - start) * perMs < near && !(start < split && last >= split);
    if (together) {
      items.push(placed(itemOf(marks, first, i), xOf(scale, (start + last) / 2), near / 2));
      continue;
    }
    const slot = (at: number) => Math.floor((at - anchor) / cell) + (at < split ? 0 : 0.5);
    for (let from = first; from < i; ) {
      const key = slot(marks[from]!.at);
      let to = from + 1;
      while (to < i && slot(marks[to]!.at) === key) to++;
      const opens = Math.floor(key) * cell + anchor;
      const left = Math.max(xOf(scale, opens), xOf(scale, start) - EDGE, key % 1 ? xOf(scale, split) : -Infinity);
      const before = marks[to - 1]!.at < split ? xOf(scale, split) : Infinity;
      const right = Math.min(xOf(scale, opens + cell), xOf(scale, last) + EDGE, before);
      const item = placed(itemOf(marks, from, to), (left + right) / 2, Math.max(2, (right - left) / 2));
      items.push(Object.assign(item, { cell: true }));
      from = to;
    }
  }
  return items.filter((item) => item.right >= 0 && item.left <= scale.width);
}
