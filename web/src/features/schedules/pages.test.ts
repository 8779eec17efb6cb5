import { describe, expect, it } from 'vitest';
import { neededPages, pageSize, seenOf } from './pages';

describe('the pages of a long list', () => {
  it('are the first one when nothing is known yet', () => {
    expect(neededPages(0, 30, 1)).toEqual([0]);
  });

  it('are those seen and some ahead', () => {
    expect(neededPages(0, 30, 50)).toEqual([0, 1, 2, 3]);
    expect(neededPages(10 * pageSize - 5, 10 * pageSize + 30, 50)).toEqual([0, 9, 10, 11, 12, 13]);
  });

  it('end with the list', () => {
    expect(neededPages(9_960, 9_999, 50)).toEqual([0, 49]);
  });

  it('change by tens of rows', () => {
    expect(seenOf(13, 39)).toEqual({ first: 10, last: 39 });
    expect(seenOf()).toEqual({ first: 0, last: 39 });
  });

  it('go on from the last one known after a jump', () => {
    expect(neededPages(8_000, 8_030, 5)).toEqual([0, 4]);
  });
});
