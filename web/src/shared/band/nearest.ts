import type { Item } from './layout';

/** The item at or nearest to `x`, if it is within `reach` pixels. Items are in order. */
export function nearest(items: readonly Item[], x: number, reach = Infinity): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.x < x) low = middle + 1;
    else high = middle;
  }
  const away = (item?: Item) => (item ? Math.max(0, item.left - x, x - item.right) : Infinity);
  const [before, after] = [items[low - 1], items[low]];
  const best = away(before) < away(after) ? before : after;
  return away(best) <= reach ? best : undefined;
}
