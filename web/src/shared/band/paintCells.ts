import { worstFirst, type Item } from './layout';
import type { Palette } from './palette';
import type { Picture } from './picture';
import type { MarkState } from './types';

type Pen = CanvasRenderingContext2D;

/** How strong the heat of a cell is: from a pale one to the busiest, on a logarithmic scale. */
export function heat(count: number, busiest: number): number {
  return 0.45 + 0.45 * (busiest <= 1 ? 0.5 : Math.log(count) / Math.log(busiest));
}

const coming = new Set<MarkState>(['future', 'pending']);
const SIGN = 8;

/** The most frequent state beside the worst one. */
function restOf({ counts, state: worst }: Item): MarkState | undefined {
  const others = worstFirst.filter((state) => state !== worst && counts[state]);
  return others.toSorted((a, b) => counts[b]! - counts[a]!)[0];
}

/** A sign to be cut out of the colour of a cell, so that its state is seen without colour. */
export type Sign = { state: MarkState; x: number; y: number; r: number };

/** Paints a heat cell; returns its sign, to be cut out once all cells are painted. */
export function paintCell(pen: Pen, picture: Picture, palette: Palette, item: Item, y: number): Sign | undefined {
  const height = picture.compact ? 12 : 16;
  const top = Math.round(y - height / 2);
  const left = Math.round(item.left) + 0.5;
  const width = Math.max(2, Math.round(item.right) - 0.5 - left);
  const box = (from: number, to: number) => {
    pen.beginPath();
    pen.roundRect(left, from, width, to - from, 1.5);
  };
  const strength = heat(item.count, picture.busiest);
  if (coming.has(item.state)) {
    box(top, top + height);
    pen.globalAlpha = strength * 0.3;
    pen.fill();
    pen.globalAlpha = 0.55;
    pen.lineWidth = 0.75;
    pen.stroke();
  } else if (item.state === 'completed') {
    box(top, top + height);
    pen.globalAlpha = strength;
    pen.fill();
  } else {
    // The worst takes its share from the top, and never less than its sign needs; what went otherwise is paler below.
    const rest = restOf(item);
    const share = (item.counts[item.state] ?? 0) / item.count;
    const part = rest ? Math.round(Math.min(height - 3, Math.max(SIGN, share * height))) : height;
    if (rest) {
      pen.fillStyle = palette.state[rest];
      pen.globalAlpha = strength;
      box(top + part + 1, top + height);
      pen.fill();
    }
    pen.fillStyle = palette.state[item.state];
    pen.globalAlpha = 1;
    box(top, top + part);
    pen.fill();
    if (width >= 6) {
      return { state: item.state, x: left + width / 2, y: top + part / 2, r: Math.min(3, width / 2 - 0.75) };
    }
  }
  pen.globalAlpha = 1;
  return undefined;
}
