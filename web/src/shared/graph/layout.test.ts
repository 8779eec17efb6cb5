import { describe, expect, it } from 'vitest';
import { box, crossings, layout } from './layout';

const chain = (count: number) => ({
  nodes: Array.from({ length: count }, (_, level) => ({ id: `t${level}`, level })),
  links: Array.from({ length: count - 1 }, (_, level) => ({ from: `t${level}`, to: `t${level + 1}` })),
});

describe('the layout of a graph', () => {
  it('places one task at the corner', () => {
    const placed = layout([{ id: 'only', level: 0 }], []);
    expect(placed.nodes.get('only')).toEqual({ x: 0, y: 0 });
    expect(placed).toMatchObject({ width: box.width, height: box.height });
  });

  it('has nothing to place in an empty graph', () => {
    expect(layout([], []).nodes.size).toBe(0);
  });

  it('goes from left to right by level, a chain in one line', () => {
    const { nodes, links } = chain(5);
    const placed = [...layout(nodes, links).nodes.values()];
    expect(placed.map((point) => point.x)).toEqual([0, 1, 2, 3, 4].map((column) => column * (box.width + box.between)));
    expect(new Set(placed.map((point) => point.y)).size).toBe(1);
  });

  it('takes crossings away', () => {
    const nodes = ['a', 'b', 'c'].flatMap((id) => [{ id, level: 0 }, { id: id + id, level: 1 }]);
    const links = [{ from: 'a', to: 'cc' }, { from: 'b', to: 'bb' }, { from: 'c', to: 'aa' }];
    expect(crossings([['a', 'b', 'c'], ['aa', 'bb', 'cc']], links)).toBe(3);
    const { nodes: at } = layout(nodes, links);
    const columns = [['a', 'b', 'c'], ['aa', 'bb', 'cc']].map((ids) => ids.toSorted((a, b) => at.get(a)!.y - at.get(b)!.y));
    expect(crossings(columns, links)).toBe(0);
  });

  it('leads a long link past the nodes between its ends', () => {
    const { nodes, links } = chain(3);
    const placed = layout(nodes, [...links, { from: 't0', to: 't2' }]);
    const long = placed.links.find((link) => link.from === 't0' && link.to === 't2')!;
    const between = placed.nodes.get('t1')!;
    expect(long.points).toHaveLength(1);
    const y = long.points[0]!.y;
    expect(y < between.y || y > between.y + box.height).toBe(true);
  });

  it('lets no two nodes overlap, and folds 200 of a level into several columns', () => {
    const wide = Array.from({ length: 200 }, (_, index) => ({ id: `w${index}`, level: 1 }));
    const placed = layout(
      [{ id: 'first', level: 0 }, ...wide, { id: 'last', level: 2 }],
      wide.flatMap(({ id }) => [{ from: 'first', to: id }, { from: id, to: 'last' }]),
    );
    const points = [...placed.nodes.values()];
    for (const [index, a] of points.entries())
      for (const b of points.slice(index + 1)) expect(Math.abs(a.x - b.x) >= box.width || Math.abs(a.y - b.y) >= box.height + box.gap - 0.001).toBe(true);
    expect(placed.height).toBeLessThan(1_200);
    expect(placed.nodes.get('last')!.x).toBeGreaterThan(Math.max(...wide.map(({ id }) => placed.nodes.get(id)!.x)));
  });

  it('ignores links to tasks it does not know', () => {
    expect(layout([{ id: 'a', level: 0 }], [{ from: 'a', to: 'gone' }]).links).toEqual([]);
  });
});
