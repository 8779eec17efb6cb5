import { zoneName } from './describe';
import { layout, NEAR, NEAR_COMPACT, type Item } from './layout';
import { xOf, type Scale } from './scale';
import { shadesOf } from './shades';
import { rulerOf, type Ruler } from './ticks';
import type { BandLane, BandMark, BandSeam, BandSpan, View } from './types';
import { zoneClock } from './zoneClock';

export type Row = {
  label: string | undefined;
  items: Item[];
  spans: BandSpan[];
  /** The middle of the row in CSS pixels. */
  y: number;
};

/** Everything that is to be painted, in place. */
export type Picture = {
  scale: Scale;
  compact: boolean;
  height: number;
  rowHeight: number;
  rows: Row[];
  /** The radius of a single mark, smaller where marks stand close. */
  radius: number;
  /** Where the rows end and the ruler begins. */
  floor: number;
  ruler: Ruler | undefined;
  shades: View[];
  seams: BandSeam[];
  now: number | undefined;
  /** The short name of the zone, both where its clocks change. */
  zoneName: string;
  /** The most occurrences in one cell, the full intensity of the heat. */
  busiest: number;
};

export const COMPACT_HEIGHT = 18;
const RULER = 20;
const HEAD = 8;

export function heightOf(lanes: number, compact: boolean): { rowHeight: number; head: number; height: number } {
  const rows = Math.max(1, lanes);
  if (compact) return { rowHeight: COMPACT_HEIGHT, head: 0, height: rows * COMPACT_HEIGHT };
  const rowHeight = rows === 1 ? 32 : 24;
  return { rowHeight, head: HEAD, height: HEAD + rows * rowHeight + RULER };
}

const sorted = new WeakMap<readonly BandMark[], readonly BandMark[]>();

/** The marks in order of time; the caller's own list when it already is. */
function inOrder(marks: readonly BandMark[]): readonly BandMark[] {
  let found = sorted.get(marks);
  if (!found) {
    const ordered = marks.every((mark, i) => i === 0 || marks[i - 1]!.at <= mark.at);
    found = ordered ? marks : marks.toSorted((a, b) => a.at - b.at);
    sorted.set(marks, found);
  }
  return found;
}

function radiusOf(rows: readonly Row[], compact: boolean): number {
  let room = Infinity;
  for (const { items } of rows) {
    for (let i = 1; i < items.length; i++) {
      if (!items[i]!.cell && !items[i - 1]!.cell) room = Math.min(room, items[i]!.x - items[i - 1]!.x);
    }
  }
  return Math.min(compact ? 3.5 : 4.25, room / 2 - 0.25);
}

export function pictureOf(parts: {
  view: View;
  width: number;
  zone: string;
  lanes: readonly BandLane[];
  seams: readonly BandSeam[];
  now: number | undefined;
  compact: boolean;
}): Picture {
  const { view, width, zone, lanes, seams, now, compact } = parts;
  const scale: Scale = { ...view, width, inset: compact ? 5 : 0 };
  const clock = zoneClock(zone, view.from, view.to);
  const anchor = view.from - clock.localOf(view.from);
  const { rowHeight, head, height } = heightOf(lanes.length, compact);
  const rows = lanes.map((lane, i) => ({
    label: lane.label,
    items: layout(inOrder(lane.marks ?? []), scale, now, anchor, compact ? NEAR_COMPACT : NEAR),
    spans: (lane.spans ?? []).filter((span) => span.to > view.from && span.from < view.to),
    y: head + (i + 0.5) * rowHeight,
  }));
  return {
    scale,
    compact,
    height,
    rowHeight,
    rows,
    radius: radiusOf(rows, compact),
    floor: head + Math.max(1, lanes.length) * rowHeight,
    ruler: compact ? undefined : rulerOf(clock, scale),
    shades: compact ? [] : shadesOf(clock, scale),
    seams: seams.filter((seam) => seam.at >= view.from && seam.at < view.to),
    now: now !== undefined && now >= view.from && now <= view.to ? now : undefined,
    zoneName: [...new Set([zoneName(zone, view.from), zoneName(zone, view.to)])].join('/'),
    busiest: rows.reduce((most, row) => row.items.reduce((n, item) => Math.max(n, item.count), most), 1),
  };
}

/** The pixels that a span covers, at least 2 wide and within the band. */
export function extentOf(scale: Scale, span: View): { left: number; right: number } {
  const left = Math.max(-4, xOf(scale, span.from));
  return { left, right: Math.max(left + 2, Math.min(scale.width + 4, xOf(scale, span.to))) };
}
