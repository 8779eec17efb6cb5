import type { MarkState } from './types';

const TURN = 2 * Math.PI;

type Pen = CanvasRenderingContext2D;

function ring(pen: Pen, x: number, y: number, r: number): void {
  pen.beginPath();
  pen.arc(x, y, r, 0, TURN);
  pen.stroke();
}

function line(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

/** Strokes and fills the shape of a state with the pen's colour; `sweep` from 0 to 1 turns a running mark. */
export function drawGlyph(pen: Pen, state: MarkState, x: number, y: number, r: number, sweep = 0): void {
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.lineWidth = r * 0.4;
  switch (state) {
    case 'completed':
      pen.beginPath();
      pen.arc(x, y, r, 0, TURN);
      pen.fill();
      break;
    case 'failed': {
      const d = r * 0.8;
      pen.lineWidth = r * 0.5;
      line(pen, x - d, y - d, x + d, y + d);
      line(pen, x - d, y + d, x + d, y - d);
      break;
    }
    case 'running': {
      const start = sweep * TURN + TURN / 4;
      pen.lineWidth = r * 0.3;
      ring(pen, x, y, r * 0.95);
      pen.beginPath();
      pen.arc(x, y, r * 0.95, start, start + TURN / 2);
      pen.fill();
      break;
    }
    case 'pending':
      ring(pen, x, y, r * 0.85);
      break;
    case 'skipped':
      pen.lineWidth = r * 0.5;
      line(pen, x - r * 0.85, y, x + r * 0.85, y);
      break;
    case 'missed':
      pen.beginPath();
      pen.moveTo(x, y - r);
      pen.lineTo(x + r, y + r * 0.8);
      pen.lineTo(x - r, y + r * 0.8);
      pen.closePath();
      pen.stroke();
      break;
    case 'canceled': {
      const d = r * 0.58;
      ring(pen, x, y, r * 0.9);
      line(pen, x - d, y + d, x + d, y - d);
      break;
    }
    case 'retry': {
      const a = r * 0.85;
      pen.beginPath();
      pen.arc(x, y, a, -TURN * 0.1, TURN * 0.72);
      pen.stroke();
      // The head of the arrow, where the arc ends: at the top, pointing right.
      const [tipX, tipY] = [x + a * Math.cos(TURN * 0.72), y + a * Math.sin(TURN * 0.72)];
      pen.beginPath();
      pen.moveTo(tipX + r * 0.75, tipY + r * 0.02);
      pen.lineTo(tipX - r * 0.05, tipY - r * 0.6);
      pen.lineTo(tipX - r * 0.05, tipY + r * 0.62);
      pen.closePath();
      pen.fill();
      break;
    }
    case 'future':
      pen.lineWidth = r * 0.3;
      ring(pen, x, y, r * 0.72);
      break;
  }
}
