import { startOf, type Stop } from './spots';

/** Where the keyboard stands: a place that survives a new layout, rather than an index. */
export type Cursor = { lane: number; at: number };

/** The index of the stop that the cursor stands on, or the nearest in time; -1 when there is none. */
export function indexAt(stops: readonly Stop[], at: number): number {
  let best = -1;
  let away = Infinity;
  for (const [i, stop] of stops.entries()) {
    const last = stop.kind === 'item' ? stop.item.last : stop.span.from;
    const distance = Math.max(0, startOf(stop) - at, at - last);
    if (distance < away) [best, away] = [i, distance];
  }
  return best;
}

/** The index to go to for a key, or undefined when the key does not move. */
export function moved(
  key: string,
  stops: readonly Stop[],
  index: number,
  ticks: readonly number[],
): number | undefined {
  const end = stops.length - 1;
  switch (key) {
    case 'ArrowRight':
      return Math.min(end, index + 1);
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'Home':
      return 0;
    case 'End':
      return end;
    case 'PageDown': {
      const tick = ticks.find((at) => at > startOf(stops[index]!));
      const next = stops.findIndex((stop) => tick !== undefined && startOf(stop) >= tick);
      return next < 0 ? end : next;
    }
    case 'PageUp': {
      // Back to the first stop of this tick; from there, to the first of the one before.
      const here = startOf(stops[index]!);
      for (const tick of ticks.toReversed()) {
        const first = stops.findIndex((stop) => startOf(stop) >= tick);
        if (tick <= here && first >= 0 && first < index) return first;
      }
      return 0;
    }
    default:
      return undefined;
  }
}
