import { useState, type KeyboardEvent } from 'react';
import { indexAt, moved, type Cursor } from './move';
import type { Picture } from './picture';
import { startOf, stopsOf, type Stop } from './spots';
import { panned, zoomed } from './view';
import type { ViewControl } from './useView';

export type CursorControl = {
  /** The stop the keyboard stands on: the last one before now, or the first, until it is moved. */
  stop: Stop | undefined;
  index: number;
  count: number;
  /** Whether the last key moved the cursor or the view, so that there is something to announce. */
  heard: 'stop' | 'view' | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
  moveTo: (cursor: Cursor) => void;
  forget: () => void;
};

/** The keyboard's place in the band: arrows between marks and lanes, Enter to pick, plus and minus to zoom. */
export function useCursor(
  picture: Picture,
  control: ViewControl,
  movable: boolean,
  onEnter: (stop: Stop) => void,
): CursorControl {
  const [cursor, setCursor] = useState<Cursor>();
  const [heard, setHeard] = useState<'stop' | 'view'>();
  const { rows, scale, now, ruler } = picture;
  const filled = rows.flatMap((_, lane) => (stopsOf(picture, lane).length > 0 ? [lane] : []));
  const lane = cursor && filled.includes(cursor.lane) ? cursor.lane : (filled[0] ?? 0);
  const stops = stopsOf(picture, lane);
  const index = indexAt(stops, cursor?.at ?? now ?? scale.from);
  const stop = stops[index];

  const stand = (to: Stop) => {
    setCursor({ lane: to.lane, at: startOf(to) });
    setHeard('stop');
  };
  const look = (view: { from: number; to: number }) => {
    control.show(view);
    setHeard('view');
  };
  /** Returns whether the key was for the band. */
  const press = (event: KeyboardEvent): boolean => {
    const { key } = event;
    const span = scale.to - scale.from;
    if (movable && (key === '+' || key === '=' || key === '-' || key === '_')) {
      const middle = stop ? Math.min(scale.to, Math.max(scale.from, startOf(stop))) : scale.from + span / 2;
      look(zoomed(control.view, key === '+' || key === '=' ? 0.5 : 2, middle));
      return true;
    }
    if (movable && event.shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      look(panned(control.view, (key === 'ArrowLeft' ? -span : span) / 4));
      return true;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || !stop) return false;
    if (key === 'Enter' || key === ' ') {
      onEnter(stop);
      return true;
    }
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      const next = filled[filled.indexOf(lane) + (key === 'ArrowUp' ? -1 : 1)];
      if (next === undefined) return false;
      const others = stopsOf(picture, next);
      stand(others[indexAt(others, cursor?.at ?? startOf(stop))]!);
      return true;
    }
    const to = moved(key, stops, index, ruler?.ticks.map((tick) => tick.at) ?? []);
    if (to === undefined) return false;
    stand(stops[to]!);
    return true;
  };
  return {
    stop,
    index,
    count: stops.length,
    heard,
    onKeyDown: (event) => {
      if (press(event)) event.preventDefault();
    },
    moveTo: setCursor,
    forget: () => setHeard(undefined),
  };
}
