import type { Link } from './layout';

type Block = { keys: string[]; wanted: number; weight: number };

/**
 * The middle of every key, such that keys of a layer keep their order and their room, and links are as level as that allows:
 * each wants to stand where its neighbours are on average, and those that would overlap move together.
 */
export function straighten(layers: readonly (readonly string[])[], pairs: readonly Link[], room: (key: string) => number): Map<string, number> {
  const y = new Map<string, number>();
  for (const layer of layers) {
    let at = -layer.reduce((sum, key) => sum + room(key), 0) / 2;
    for (const key of layer) {
      y.set(key, at + room(key) / 2);
      at += room(key);
    }
  }
  const before = neighbours(pairs, (pair) => [pair.to, pair.from]);
  const after = neighbours(pairs, (pair) => [pair.from, pair.to]);
  for (const [near, reverse] of [[before, false], [after, true], [before, false], [after, true]] as const)
    for (const layer of reverse ? layers.toReversed() : layers) settle(layer, (key) => mean(near.get(key), y) ?? y.get(key)!, room, y);
  return y;
}

function settle(layer: readonly string[], wanted: (key: string) => number, room: (key: string) => number, y: Map<string, number>): void {
  const blocks: Block[] = [];
  // Each position less the room of those above it: then "in order and apart" is just "not falling".
  let above = 0;
  const offset = new Map<string, number>();
  for (const key of layer) {
    offset.set(key, above + room(key) / 2);
    above += room(key);
    let block: Block = { keys: [key], wanted: wanted(key) - offset.get(key)!, weight: 1 };
    for (let last = blocks.at(-1); last && last.wanted >= block.wanted; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      block = { keys: [...last.keys, ...block.keys], wanted: (last.wanted * last.weight + block.wanted * block.weight) / weight, weight };
    }
    blocks.push(block);
  }
  for (const block of blocks) for (const key of block.keys) y.set(key, block.wanted + offset.get(key)!);
}

function neighbours(pairs: readonly Link[], ends: (pair: Link) => [string, string]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const pair of pairs) {
    const [at, by] = ends(pair);
    const list = found.get(at);
    if (list) list.push(by);
    else found.set(at, [by]);
  }
  return found;
}

function mean(keys: readonly string[] | undefined, y: ReadonlyMap<string, number>): number | undefined {
  return keys && keys.reduce((sum, key) => sum + y.get(key)!, 0) / keys.length;
}
