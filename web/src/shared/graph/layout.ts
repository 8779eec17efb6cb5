import { straighten } from './straighten';

/** A node to place: its level is the longest way to it, from 0. */
export type Placeable = { id: string; level: number };
export type Link = { from: string; to: string };
export type Point = { x: number; y: number };
export type Placed = { width: number; height: number; nodes: Map<string, Point>; links: { from: string; to: string; points: Point[] }[] };

export const box = { width: 172, height: 44, gap: 14, between: 42 };

type Slot = { key: string; column: number; height: number; real: boolean };

const sweeps = 6;

/**
 * Places nodes from left to right by level, in an order that crosses few links. Links over several levels keep a lane between the nodes they pass.
 * Levels with very many nodes are folded into several columns, so that the whole stays about as wide as a screen.
 */
export function layout(nodes: readonly Placeable[], links: readonly Link[]): Placed {
  const columns = columnsOf(nodes);
  const columnOf = new Map(columns.flatMap((ids, column) => ids.map((id) => [id, column] as const)));
  const known = links.filter((link) => columnOf.has(link.from) && columnOf.has(link.to));
  const slots = new Map<string, Slot>(nodes.map((node) => [node.id, { key: node.id, column: columnOf.get(node.id)!, height: box.height, real: true }]));
  const layers: string[][] = columns.map((ids) => [...ids]);
  const chains = known.map((link) => chainOf(link, columnOf, slots, layers));
  const pairs = chains.flatMap((chain) => chain.slice(1).map((to, index) => ({ from: chain[index]!, to })));
  const ordered = order(layers, pairs);
  const y = straighten(ordered, pairs, (key) => slots.get(key)!.height + (slots.get(key)!.real ? box.gap : 8));
  const top = Math.min(...[...slots.values()].map((slot) => y.get(slot.key)! - slot.height / 2), Infinity);
  const place = (key: string): Point => ({ x: slots.get(key)!.column * (box.width + box.between), y: y.get(key)! - slots.get(key)!.height / 2 - top });
  const placed = new Map(nodes.map((node) => [node.id, place(node.id)]));
  const middle = (key: string): Point => ({ x: place(key).x, y: place(key).y + slots.get(key)!.height / 2 });
  return {
    width: columns.length * (box.width + box.between) - box.between,
    height: Math.max(0, ...[...placed.values()].map((point) => point.y + box.height)),
    nodes: placed,
    links: known.map((link, index) => ({ ...link, points: chains[index]!.slice(1, -1).map(middle) })),
  };
}

function columnsOf(nodes: readonly Placeable[]): string[][] {
  const tall = Math.max(20, Math.ceil(Math.sqrt(nodes.length)));
  const levels = [...new Set(nodes.map((node) => node.level))].toSorted((a, b) => a - b);
  return levels.flatMap((level) => {
    const ids = nodes.filter((node) => node.level === level).map((node) => node.id);
    const count = Math.ceil(ids.length / tall);
    const each = Math.ceil(ids.length / count);
    return Array.from({ length: count }, (_, column) => ids.slice(column * each, (column + 1) * each)).filter((column) => column.length > 0);
  });
}

/** The keys a link goes through: its ends, and a lane in every column between. */
function chainOf(link: Link, columnOf: ReadonlyMap<string, number>, slots: Map<string, Slot>, layers: string[][]): string[] {
  const from = columnOf.get(link.from)!;
  const to = columnOf.get(link.to)!;
  // Into a folded level there would be a lane for each link: such a bundle is drawn straight.
  if (to - from < 2 || layers.slice(from + 1, to).some((layer) => layer.length > 14)) return [link.from, link.to];
  const chain = [link.from];
  for (let column = from + 1; column < to; column++) {
    const key = `${link.from} ${link.to} ${column}`;
    slots.set(key, { key, column, height: 10, real: false });
    layers[column]!.push(key);
    chain.push(key);
  }
  return [...chain, link.to];
}

/** Sorts each layer by where its neighbours are, from left and from right in turn, and keeps the best order seen. */
function order(layers: readonly string[][], pairs: readonly Link[]): string[][] {
  let best = layers.map((layer) => [...layer]);
  let fewest = crossings(best, pairs);
  let current = best;
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const forward = sweep % 2 === 0;
    current = sweepOnce(current, pairs, forward);
    const count = crossings(current, pairs);
    if (count < fewest) [best, fewest] = [current, count];
  }
  return best;
}

function sweepOnce(layers: readonly string[][], pairs: readonly Link[], forward: boolean): string[][] {
  const near = new Map<string, string[]>();
  for (const { from, to } of pairs) {
    const [at, by] = forward ? [to, from] : [from, to];
    near.set(at, [...(near.get(at) ?? []), by]);
  }
  const rank = ranks(layers);
  const result = layers.map((layer) => [...layer]);
  const indices = layers.map((_, index) => index);
  for (const index of forward ? indices : indices.toReversed()) {
    const weight = (key: string) => {
      const others = near.get(key);
      return others ? others.reduce((sum, other) => sum + rank.get(other)!, 0) / others.length : rank.get(key)!;
    };
    const weights = new Map(result[index]!.map((key) => [key, weight(key)]));
    result[index]!.sort((a, b) => weights.get(a)! - weights.get(b)!);
    for (const [key, value] of ranks([result[index]!])) rank.set(key, value);
  }
  return result;
}

// From 0 to 1 within the layer, so that layers of different lengths compare.
function ranks(layers: readonly (readonly string[])[]): Map<string, number> {
  return new Map(layers.flatMap((layer) => layer.map((key, index) => [key, (index + 0.5) / layer.length] as const)));
}

/** How many pairs of links cross. */
export function crossings(layers: readonly (readonly string[])[], pairs: readonly Link[]): number {
  const at = new Map(layers.flatMap((layer, column) => layer.map((key, index) => [key, { column, index }] as const)));
  const gaps = new Map<string, [number, number][]>();
  for (const { from, to } of pairs) {
    const [a, b] = [at.get(from)!, at.get(to)!];
    const key = `${a.column} ${b.column}`;
    gaps.set(key, gaps.get(key) ?? []);
    gaps.get(key)!.push([a.index, b.index]);
  }
  let count = 0;
  for (const ends of gaps.values())
    for (const [index, a] of ends.entries()) for (const b of ends.slice(index + 1)) if ((a[0] - b[0]) * (a[1] - b[1]) < 0) count++;
  return count;
}
