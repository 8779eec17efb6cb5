import { box, type Placed } from './layout';

/** The task an arrow key leads to: the next of the column, or the nearest linked one; undefined where there is none. */
export function neighbour(placed: Placed, from: string, key: string): string | undefined {
  const at = placed.nodes.get(from);
  if (!at) return undefined;
  const nearest = (ids: readonly string[]) => ids.toSorted((a, b) => Math.abs(placed.nodes.get(a)!.y - at.y) - Math.abs(placed.nodes.get(b)!.y - at.y))[0];
  const column = [...placed.nodes].filter(([id, point]) => id !== from && Math.abs(point.x - at.x) < box.width);
  switch (key) {
    case 'ArrowRight':
      return nearest(placed.links.filter((link) => link.from === from).map((link) => link.to));
    case 'ArrowLeft':
      return nearest(placed.links.filter((link) => link.to === from).map((link) => link.from));
    case 'ArrowDown':
      return nearest(column.filter(([, point]) => point.y > at.y).map(([id]) => id));
    case 'ArrowUp':
      return nearest(column.filter(([, point]) => point.y < at.y).map(([id]) => id));
    default:
      return undefined;
  }
}
