import type { Palette } from './palette';
import { extentOf, type Picture } from './picture';
import type { BandSpan } from './types';

type Pen = CanvasRenderingContext2D;

function hatch(pen: Pen, left: number, top: number, width: number, height: number): void {
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  pen.beginPath();
  // Anchored to the canvas, so that the hatching of neighbours runs through.
  for (let x = Math.floor((left - height) / 5) * 5; x < left + width; x += 5) {
    pen.moveTo(x, top + height);
    pen.lineTo(x + height, top);
  }
  pen.lineWidth = 1;
  pen.stroke();
  pen.restore();
}

/** One span: a bar, an outline or a hatching, by its kind. */
export function paintSpan(pen: Pen, picture: Picture, palette: Palette, span: BandSpan, y: number): void {
  const { left, right } = extentOf(picture.scale, span);
  const width = right - left;
  const tall = picture.rowHeight - (picture.compact ? 4 : 8);
  const box = (height: number) => {
    pen.beginPath();
    pen.roundRect(left + 0.5, y - height / 2 + 0.5, Math.max(1, width - 1), height - 1, 2.5);
  };
  pen.fillStyle = pen.strokeStyle = palette.span[span.kind];
  pen.lineWidth = 1;
  switch (span.kind) {
    case 'shade':
      pen.fillRect(left, y - picture.rowHeight / 2, width, picture.rowHeight);
      break;
    case 'data':
      pen.globalAlpha = 0.3;
      box(tall * 0.7);
      pen.fill();
      pen.globalAlpha = 1;
      pen.stroke();
      break;
    case 'run':
      pen.globalAlpha = 0.85;
      box(tall * 0.55);
      pen.fill();
      break;
    case 'queued':
      pen.setLineDash([2, 2]);
      pen.beginPath();
      pen.moveTo(left, y);
      pen.lineTo(right, y);
      pen.lineWidth = 2;
      pen.stroke();
      pen.setLineDash([]);
      break;
    case 'blocked':
      pen.globalAlpha = 0.55;
      hatch(pen, left, y - tall / 2, width, tall);
      pen.globalAlpha = 1;
      box(tall);
      pen.stroke();
      break;
    case 'hole':
      pen.globalAlpha = 0.14;
      box(tall * 0.7);
      pen.fill();
      pen.globalAlpha = 1;
      pen.setLineDash([3, 2]);
      pen.stroke();
      pen.setLineDash([]);
      break;
  }
  pen.globalAlpha = 1;
}
