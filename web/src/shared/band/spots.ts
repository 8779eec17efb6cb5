import type { Item } from './layout';
import { nearest } from './nearest';
import { extentOf, type Picture } from './picture';
import { xOf } from './scale';
import type { BandSeam, BandSpan } from './types';

/** Something in the band that can be pointed at. */
export type Spot =
  | { kind: 'item'; lane: number; item: Item }
  | { kind: 'span'; lane: number; span: BandSpan }
  | { kind: 'seam'; seam: BandSeam };

/** A spot that the keyboard can stand on. */
export type Stop = Exclude<Spot, { kind: 'seam' }>;

const REACH = 8;

export function sameSpot(a?: Spot, b?: Spot): boolean {
  if (a?.kind === 'item' && b?.kind === 'item') return a.item === b.item;
  if (a?.kind === 'span' && b?.kind === 'span') return a.span === b.span;
  if (a?.kind === 'seam' && b?.kind === 'seam') return a.seam === b.seam;
  return a === b;
}

/** Where the words for a spot belong: above or below its row, in pixels. */
export type Anchor = { x: number; top: number; bottom: number };

export function anchorOf({ scale, rows, rowHeight, floor }: Picture, spot: Spot): Anchor {
  if (spot.kind === 'seam') return { x: xOf(scale, spot.seam.at), top: 0, bottom: floor };
  const y = rows[spot.lane]?.y ?? 0;
  const row = { top: y - rowHeight / 2, bottom: y + rowHeight / 2 };
  if (spot.kind === 'item') return { x: spot.item.x, ...row };
  const { left, right } = extentOf(scale, spot.span);
  return { x: (left + right) / 2, ...row };
}

export function startOf(stop: Stop): number {
  return stop.kind === 'item' ? stop.item.at : stop.span.from;
}

/** What is under the pointer: a mark before a clock change before a span. */
export function spotAt(picture: Picture, x: number, y: number): Spot | undefined {
  const { rows, rowHeight, scale, seams, floor } = picture;
  const lane = rows.findIndex((row) => Math.abs(y - row.y) <= rowHeight / 2);
  const row = rows[lane];
  const item = row && nearest(row.items, x, REACH);
  if (item) return { kind: 'item', lane, item };
  const seam = seams.find((found) => Math.abs(xOf(scale, found.at) - x) <= 5);
  if (seam && (!row || y > floor)) return { kind: 'seam', seam };
  // The span drawn last lies on top; plain shade is under everything.
  const under = (span: BandSpan) => {
    const { left, right } = extentOf(scale, span);
    return x >= left - 1 && x <= right + 1;
  };
  const hit = row?.spans.filter(under);
  const span = hit?.findLast((found) => found.kind !== 'shade') ?? hit?.at(-1);
  if (seam) return { kind: 'seam', seam };
  return span && { kind: 'span', lane, span };
}

/** What the keyboard visits in a lane, in order of time. */
export function stopsOf(picture: Picture, lane: number): Stop[] {
  const row = picture.rows[lane];
  if (!row) return [];
  const items = row.items.map((item): Stop => ({ kind: 'item', lane, item }));
  const spans = row.spans
    .filter((span) => span.kind !== 'shade')
    .map((span): Stop => ({ kind: 'span', lane, span }));
  return spans.length === 0 ? items : [...items, ...spans].toSorted((a, b) => startOf(a) - startOf(b));
}
