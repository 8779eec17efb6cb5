import { bandText } from '@/text/band';
import type { Palette } from './palette';
import type { Picture } from './picture';
import { xOf } from './scale';
import { DAY } from './steps';

type Pen = CanvasRenderingContext2D;

type Label = { text: string; x: number; colour: string; strong: boolean };

const GAP = 10;

/** Draws labels from the most important on, each only where it has room. */
function place(pen: Pen, picture: Picture, palette: Palette, labels: readonly Label[]): void {
  const taken: { left: number; right: number }[] = [];
  pen.textBaseline = 'alphabetic';
  pen.textAlign = 'left';
  for (const { text, x, colour, strong } of labels) {
    pen.font = `${strong ? 600 : 400} 11px ${palette.font}`;
    const width = pen.measureText(text).width;
    const left = x < 0 ? 2 : x + 4;
    const right = left + width;
    if (right > picture.scale.width || taken.some((other) => left < other.right + GAP && right > other.left - GAP))
      continue;
    taken.push({ left, right });
    pen.fillStyle = colour;
    pen.fillText(text, left, picture.height - 4);
  }
}

/** The tick lines under the marks and the labels below. */
export function paintRuler(pen: Pen, picture: Picture, palette: Palette): void {
  const { ruler, scale, floor } = picture;
  if (!ruler) return;
  const crisp = (at: number) => Math.round(xOf(scale, at)) - 0.5;

  pen.fillStyle = palette.line;
  pen.fillRect(0, floor, scale.width, 1);
  pen.lineWidth = 1;
  const strokes = (moments: readonly number[], colour: string, from: number, to: number) => {
    pen.strokeStyle = colour;
    pen.beginPath();
    for (const at of moments) {
      pen.moveTo(crisp(at), from);
      pen.lineTo(crisp(at), to);
    }
    pen.stroke();
  };
  const weak = ruler.ticks.filter((tick) => !tick.strong);
  const strong = ruler.ticks.filter((tick) => tick.strong);
  const moments = (ticks: typeof weak) => ticks.map((tick) => tick.at);
  pen.globalAlpha = 0.45;
  strokes(ruler.minor, palette.text, floor, floor + 3);
  pen.globalAlpha = 0.7;
  strokes(moments(weak), palette.text, floor, floor + 6);
  strokes(moments(strong), palette.text, floor, floor + 18);
  pen.globalAlpha = 1;
  strokes(moments(weak), palette.line, 8, floor);
  pen.globalAlpha = 0.22;
  strokes(moments(strong), palette.ink, 4, floor);
  pen.globalAlpha = 1;

  const label = (text: string, at: number, colour: string, bold: boolean): Label => ({
    text,
    x: at === scale.from ? -1 : xOf(scale, at),
    colour,
    strong: bold,
  });
  // Which clock this is, at the far end; whole days need no name.
  const hours = ruler.step.length < DAY;
  pen.font = `400 11px ${palette.font}`;
  const end = scale.width - pen.measureText(picture.zoneName).width - 6;
  const zone = hours ? [{ text: picture.zoneName, x: end, colour: palette.text, strong: false }] : [];
  place(pen, picture, palette, [
    ...(picture.now === undefined ? [] : [label(bandText.now, picture.now, palette.accent, true)]),
    ...strong.map((tick) => label(tick.label, tick.at, palette.ink, true)),
    label(ruler.context, scale.from, palette.ink, true),
    ...zone,
    ...weak.map((tick) => label(tick.label, tick.at, palette.text, false)),
  ]);
}
