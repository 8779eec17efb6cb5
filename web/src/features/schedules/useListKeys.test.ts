import { describe, expect, it } from 'vitest';
import { moved } from './useListKeys';

describe('the keyboard of a long list', () => {
  it('moves within the list', () => {
    expect(moved('ArrowDown', 3, 10)).toBe(4);
    expect(moved('ArrowUp', 0, 10)).toBe(0);
    expect(moved('PageDown', 5, 10)).toBe(9);
    expect(moved('Home', 5, 10)).toBe(0);
    expect(moved('End', 5, 10)).toBe(9);
  });

  it('leaves other keys alone, and an empty list', () => {
    expect(moved('a', 5, 10)).toBeUndefined();
    expect(moved('ArrowDown', 0, 0)).toBeUndefined();
  });
});
