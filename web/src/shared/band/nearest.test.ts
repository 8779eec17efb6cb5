import { describe, expect, it } from 'vitest';
import type { Item } from './layout';
import { nearest } from './nearest';

const item = (x: number, half = 4): Item => ({
  x,
  left: x - half,
  right: x + half,
  at: x,
  last: x,
  state: 'completed',
  count: 1,
  counts: {},
  cell: false,
});
const items = [item(10), item(50), item(58, 2), item(200, 20)];

describe('nearest', () => {
  it('finds the item under the pointer', () => {
    expect(nearest(items, 51)?.x).toBe(50);
    expect(nearest(items, 57)?.x).toBe(58);
    expect(nearest(items, 219)?.x).toBe(200);
  });
  it('finds the nearest within reach on either side', () => {
    expect(nearest(items, 0, 8)?.x).toBe(10);
    expect(nearest(items, 66, 8)?.x).toBe(58);
    expect(nearest(items, 1000)?.x).toBe(200);
  });
  it('finds nothing beyond reach, nor in nothing', () => {
    expect(nearest(items, 30, 8)).toBeUndefined();
    expect(nearest([], 30)).toBeUndefined();
  });
  it('agrees with looking at each', () => {
    const many = Array.from({ length: 200 }, (_, i) => item(i * 9 + (i % 3)));
    for (let x = -20; x < 1850; x += 7) {
      const away = (one: Item) => Math.max(0, one.left - x, x - one.right);
      expect(away(nearest(many, x)!)).toBe(Math.min(...many.map(away)));
    }
  });
});
