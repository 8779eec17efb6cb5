import { describe, expect, it } from 'vitest';
import { graphOf, idOf } from './graphOf';

describe('the graph of a text', () => {
  it('has tasks by what they wait for', () => {
    const graph = graphOf('tasks:\n  - { id: a, uses: shell }\n  - { id: b, uses: shell, needs: a, for_each: "${{ input.x }}" }\n  - { id: c, uses: shell, needs: [a, b, gone] }');
    expect(graph?.nodes.map((node) => [node.id, node.level, node.fans_out])).toEqual([['a', 0, false], ['b', 1, true], ['c', 2, false]]);
    expect(graph?.edges).toEqual([{ from: 'a', to: 'b' }, { from: 'a', to: 'c' }, { from: 'b', to: 'c' }]);
  });

  it('is drawn of half a text, and of one that goes in a circle', () => {
    expect(graphOf('tasks:\n  - id: a\n    uses:\n  - i')?.nodes.map((node) => node.id)).toEqual(['a']);
    expect(graphOf('tasks:\n  - { id: a, needs: b }\n  - { id: b, needs: a }')?.nodes).toHaveLength(2);
    expect(graphOf('id: x')).toBeNull();
    expect(graphOf('tasks: {')).toBeNull();
  });
});

it('the id is that of the first level', () => {
  expect(idOf('# a\nid: "x-1" # here\ntasks:\n  - id: y')).toBe('x-1');
  expect(idOf('tasks:\n  - id: y')).toBeNull();
});
