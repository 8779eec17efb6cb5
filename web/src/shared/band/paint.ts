import { drawGlyph } from './glyphs';
import type { Palette } from './palette';
import { paintCell, type Sign } from './paintCells';
import { paintRuler } from './paintRuler';
import { paintSpan } from './paintSpans';
import { extentOf, type Picture } from './picture';
import { xOf } from './scale';
import type { Spot } from './spots';

type Pen = CanvasRenderingContext2D;

function paintItems(pen: Pen, picture: Picture, palette: Palette, sweep: number): void {
  const signs: Sign[] = [];
  for (const { items, y } of picture.rows) {
    for (const item of items) {
      pen.fillStyle = pen.strokeStyle = palette.state[item.state];
      if (!item.cell) {
        drawGlyph(pen, item.state, item.x, y, picture.radius, sweep);
        continue;
      }
      const sign = paintCell(pen, picture, palette, item, y);
      if (sign) signs.push(sign);
    }
  }
  pen.globalCompositeOperation = 'destination-out';
  for (const { state, x, y, r } of signs) drawGlyph(pen, state, x, y, r);
  pen.globalCompositeOperation = 'source-over';
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
  pen.lineCap = 'butt';
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
  paintItems(pen, picture, palette, sweep);
  if (marked.hovered) paintHalo(pen, picture, palette, marked.hovered, false);
  if (marked.focused) paintHalo(pen, picture, palette, marked.focused, true);
}
