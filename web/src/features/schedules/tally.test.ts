import { describe, expect, it } from 'vitest';
import { cellsOf, entriesOf, heat, tallyBy, wordsOf } from './tally';

const cell = (at: number) => ({ at, state: 'completed' as const, count: 2 });

describe('counts of a calendar', () => {
  const stretches = [
    { from: 0, to: 10 },
    { from: 10, to: 20 },
    { from: 30, to: 40 },
  ];

  it('fall into the stretch they begin in, its end left out', () => {
    expect(tallyBy([cell(0), cell(9), cell(10), cell(25), cell(39), cell(40)], stretches)).toEqual([{ completed: 4 }, { completed: 2 }, { completed: 2 }]);
  });

  it('of coalesced ones go with the skipped ones, and of runs no longer kept with the completed ones', () => {
    const band = { cells: [{ at: '1970-01-01T00:00:00Z', state: 'coalesced', count: 1 }, { at: '1970-01-01T00:00:00Z', state: 'skipped', count: 1 }, { at: '1970-01-01T00:00:00Z', state: 'ran', count: 3 }] };
    expect(tallyBy(cellsOf([band as never]), stretches)[0]).toEqual({ skipped: 2, completed: 3 });
  });

  it('name failures first', () => {
    expect(entriesOf({ future: 3, completed: 5, failed: 1 }).map(([state]) => state)).toEqual(['failed', 'completed', 'future']);
    expect(wordsOf({ completed: 1_200, failed: 1 })).toBe('1 failed, 1,200 completed');
    expect(wordsOf({})).toBe('nothing');
  });

  it('are dark by their size, and pale only when there is none', () => {
    expect(heat(0, 100)).toBe(0);
    expect(heat(1, 3_000)).toBe(1);
    expect(heat(3_000, 3_000)).toBe(4);
    expect(heat(1, 1)).toBe(4);
  });
});
