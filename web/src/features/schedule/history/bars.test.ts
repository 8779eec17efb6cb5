import { describe, expect, it } from 'vitest';
import { barsOf } from './bars';

const run = (late: number, took: number | null, started: string | null = '2026-01-01T00:00:00Z') => ({ lateness_ms: late, duration_ms: took, started_at: started });

describe('bars', () => {
  it('are on one scale', () => {
    expect(barsOf([run(0, 100), run(50, 50), run(0, 25)], 0)).toEqual([{ late: 0, took: 1 }, { late: 0.5, took: 0.5 }, { late: 0, took: 0.25 }]);
  });

  it('grow while a run goes on, and are nothing before it has started', () => {
    const now = Date.parse('2026-01-01T00:00:01Z');
    expect(barsOf([run(0, 2_000), run(0, null), run(0, null, null)], now).map(({ took }) => took)).toEqual([1, 0.5, 0]);
  });

  it('are cut where one run took much longer than the others', () => {
    expect(barsOf([run(0, 10), run(0, 10), run(0, 100_000)], 0).map(({ took }) => took)).toEqual([0.05, 0.05, 1]);
  });
});
