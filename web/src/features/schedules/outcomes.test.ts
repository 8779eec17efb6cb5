import { describe, expect, it } from 'vitest';
import { outcomesOf, summaryOf } from './outcomes';
import type { Recent } from './useRecent';

const recent = {
  schedule_id: 's',
  occurrences: [
    { nominal_at: '2026-03-09T09:00:00Z', count: 1, outcome: 'ran', run_id: 'b', run_status: 'failed', duration_ms: 5 },
    { nominal_at: '2026-03-08T09:00:00Z', count: 3, outcome: 'skipped', run_id: null, run_status: null, duration_ms: null },
    { nominal_at: '2026-03-05T09:00:00Z', count: 1, outcome: 'ran', run_id: null, run_status: null, duration_ms: null },
  ],
  runs: 2,
  successful_runs: 1,
  success_rate: 0.5,
  month: '2026-03',
  spent: 0,
  reserved: 0,
} satisfies Recent;

describe('the last occurrences of a schedule', () => {
  it('stand in their order, each with what became of its run', () => {
    expect(outcomesOf(recent).map((one) => one.state)).toEqual(['completed', 'skipped', 'failed']);
  });

  it('are told in words, those of one row of the ledger counted', () => {
    expect(summaryOf(outcomesOf(recent))).toBe('3 skipped, 1 completed, 1 failed');
    expect(summaryOf([])).toBe('No occurrence yet');
  });
});
