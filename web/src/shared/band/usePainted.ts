import { useEffect, useLayoutEffect, useMemo, useRef, type RefObject } from 'react';
import { paint } from './paint';
import { paletteOf } from './palette';
import type { Picture } from './picture';
import type { Spot } from './spots';
import { useScheme } from './useScheme';

const TURN_MS = 4000;
const FRAME_MS = 80;

function penOf(canvas: HTMLCanvasElement, picture: Picture): CanvasRenderingContext2D | null {
  // Outside a browser (tests) there is nothing to paint on.
  if (!('CanvasRenderingContext2D' in window)) return null;
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(picture.scale.width * ratio), Math.round(picture.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const pen = canvas.getContext('2d');
  pen?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}

/** Keeps the canvas painted: after every change, and a few times a second while something runs. */
export function usePainted(
  canvas: RefObject<HTMLCanvasElement | null>,
  picture: Picture,
  hovered: Spot | undefined,
  focused: Spot | undefined,
): void {
  const scheme = useScheme();
  const again = useRef<(sweep: number) => void>(() => {});
  const runs = useMemo(
    () => picture.rows.some((row) => row.items.some((item) => item.state === 'running' && !item.cell)),
    [picture],
  );

  useLayoutEffect(() => {
    const target = canvas.current;
    const pen = target && penOf(target, picture);
    if (!pen) return;
    const palette = paletteOf(target, scheme);
    const still = !runs || matchMedia('(prefers-reduced-motion: reduce)').matches;
    again.current = (sweep) => paint(pen, picture, palette, { hovered, focused }, sweep);
    again.current(still ? 0 : (performance.now() % TURN_MS) / TURN_MS);
  }, [canvas, picture, hovered, focused, scheme, runs]);

  useEffect(() => {
    if (!runs || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    let frame = 0;
    let last = 0;
    const step = (time: number) => {
      if (time - last >= FRAME_MS) {
        last = time;
        again.current((time % TURN_MS) / TURN_MS);
      }
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [runs]);
}
