import { drawGlyph } from './glyphs';
import type { Item } from './layout';
import type { Palette } from './palette';
import { paintRuler } from './paintRuler';
import { paintSpan } from './paintSpans';
import { extentOf, type Picture } from './picture';
import { xOf } from './scale';
import type { Spot } from './spots';

type Pen = CanvasRenderingContext2D;

/** A glyph in the colour of the page inside a cell, so that trouble is seen without colour. */
const spoken = new Set<Item['state']>(['failed', 'missed', 'retry']);

/** How strong the heat of a cell is: from a pale one to the busiest, on a logarithmic scale. */
export function heat(count: number, busiest: number): number {
  return busiest <= 1 ? 0.7 : 0.4 + 0.6 * (Math.log(count) / Math.log(busiest));
}

function paintCell(pen: Pen, picture: Picture, item: Item, y: number): void {
  const height = picture.compact ? 12 : Math.min(18, picture.rowHeight - 8);
  const left = Math.round(item.left) + 0.5;
  const width = Math.max(2, Math.round(item.right) - 0.5 - left);
  pen.globalAlpha = heat(item.count, picture.busiest);
  pen.beginPath();
  pen.roundRect(left, y - height / 2, width, height, 1.5);
  if (item.state === 'future' || item.state === 'pending') {
    pen.globalAlpha *= 0.35;
    pen.fill();
    pen.globalAlpha = 0.9;
    pen.lineWidth = 1;
    pen.stroke();
  } else {
    pen.fill();
  }
  pen.globalAlpha = 1;
  if (spoken.has(item.state) && width >= 6) {
    pen.globalCompositeOperation = 'destination-out';
    drawGlyph(pen, item.state, left + width / 2, y, Math.min(3, width / 2 - 0.75));
    pen.globalCompositeOperation = 'source-over';
  }
}

function paintItem(pen: Pen, picture: Picture, palette: Palette, item: Item, y: number, sweep: number): void {
  pen.fillStyle = pen.strokeStyle = palette.state[item.state];
  if (item.cell) paintCell(pen, picture, item, y);
  else drawGlyph(pen, item.state, item.x, y, picture.compact ? 3.5 : 4.25, sweep);
}

function paintSeams(pen: Pen, picture: Picture, palette: Palette): void {
  for (const seam of picture.seams) {
    const x = Math.round(xOf(picture.scale, seam.at)) - 0.5;
    pen.strokeStyle = pen.fillStyle = palette.text;
    pen.lineWidth = 1;
    pen.setLineDash([1, 3]);
    pen.beginPath();
    pen.moveTo(x, 4);
    pen.lineTo(x, picture.floor);
    pen.stroke();
    pen.setLineDash([]);
    // Two facing triangles: a stitch where the clocks jump.
    pen.beginPath();
    pen.moveTo(x - 4, 0.5);
    pen.lineTo(x + 4, 0.5);
    pen.lineTo(x - 4, 7.5);
    pen.lineTo(x + 4, 7.5);
    pen.closePath();
    pen.fill();
  }
}

function paintNow(pen: Pen, picture: Picture, palette: Palette): void {
  if (picture.now === undefined) return;
  const x = Math.round(xOf(picture.scale, picture.now));
  const [top, bottom] = picture.compact ? [0, picture.height] : [2, picture.floor + 18];
  pen.fillStyle = palette.accent;
  pen.fillRect(x - 0.75, top, 1.5, bottom - top);
  if (picture.compact) return;
  pen.beginPath();
  pen.moveTo(x - 4, 0);
  pen.lineTo(x + 4, 0);
  pen.lineTo(x, 5.5);
  pen.closePath();
  pen.fill();
}

function paintHalo(pen: Pen, picture: Picture, palette: Palette, spot: Spot, focused: boolean): void {
  if (spot.kind === 'seam') return;
  const y = picture.rows[spot.lane]?.y ?? 0;
  const { left, right } = spot.kind === 'item' ? spot.item : extentOf(picture.scale, spot.span);
  const half = Math.min(picture.rowHeight / 2 - 1, 11);
  const out = spot.kind === 'item' && !spot.item.cell ? 3 : 2.5;
  pen.strokeStyle = focused ? palette.accent : palette.ink;
  pen.globalAlpha = focused ? 1 : 0.45;
  pen.lineWidth = focused ? 2 : 1;
  pen.beginPath();
  pen.roundRect(left - out, y - half, right - left + 2 * out, 2 * half, 4);
  pen.stroke();
  pen.globalAlpha = 1;
}

/** Paints the whole band. `sweep` is how far running marks have turned, from 0 to 1. */
export function paint(
  pen: Pen,
  picture: Picture,
  palette: Palette,
  marked: { hovered?: Spot | undefined; focused?: Spot | undefined },
  sweep = 0,
): void {
  const { scale, height, floor, rows } = picture;
  pen.clearRect(0, 0, scale.width, height);
  pen.fillStyle = palette.shade;
  for (const shade of picture.shades) {
    const { left, right } = extentOf(scale, shade);
    pen.fillRect(left, 8, right - left, floor - 8);
  }
  pen.fillStyle = palette.line;
  for (const row of rows.slice(1)) {
    if (!picture.compact) pen.fillRect(0, Math.round(row.y - picture.rowHeight / 2), scale.width, 1);
  }
  paintRuler(pen, picture, palette);
  for (const { spans, y } of rows) for (const span of spans) paintSpan(pen, picture, palette, span, y);
  if (!picture.compact) paintSeams(pen, picture, palette);
  paintNow(pen, picture, palette);
  for (const { items, y } of rows) for (const item of items) paintItem(pen, picture, palette, item, y, sweep);
  if (marked.hovered) paintHalo(pen, picture, palette, marked.hovered, false);
  if (marked.focused) paintHalo(pen, picture, palette, marked.focused, true);
}
