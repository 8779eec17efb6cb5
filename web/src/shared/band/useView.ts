import { useEffect, useRef, useState } from 'react';
import type { View } from './types';

const REST_MS = 250;
const SETTLE_MS = 1000;

export type ViewControl = {
  view: View;
  /** Shows another stretch at once; `onRange` hears of it when the movement rests. */
  show: (view: View) => void;
  /** The movement rests now. */
  rest: () => void;
};

/** A stretch of the band's own, and the owner's that it takes the place of. */
type Moved = View & { view: View; moving: boolean };

/**
 * The visible stretch. While it is moved the band shows its own; the owner is told once at the end, and has the last
 * word: what it then passes as `from` and `to` is shown.
 */
export function useView(from: number, to: number, onRange?: (from: number, to: number) => void): ViewControl {
  const [moved, setMoved] = useState<Moved>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const settle = (view: View) => {
    clearTimeout(timer.current);
    setMoved({ view, moving: false, from, to });
    onRange?.(view.from, view.to);
    // An owner that keeps its range gets the band back to it.
    timer.current = setTimeout(() => setMoved(undefined), SETTLE_MS);
  };
  const show = (view: View) => {
    if (!onRange) return;
    clearTimeout(timer.current);
    setMoved({ view, moving: true, from, to });
    timer.current = setTimeout(() => settle(view), REST_MS);
  };
  const own = moved && (moved.moving || (moved.from === from && moved.to === to)) ? moved : undefined;
  return {
    view: own?.view ?? { from, to },
    show,
    rest: () => {
      if (own?.moving) settle(own.view);
    },
  };
}
