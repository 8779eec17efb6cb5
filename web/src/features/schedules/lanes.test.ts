import { describe, expect, it } from 'vitest';
import type { Api } from '@/shared/api/types';
import { lanesOf } from './lanes';

const item = (workflow: string, minute: number, key = ''): Api<'OccurrenceItem'> => ({
  schedule_id: `schedule-default-${workflow}${key}`,
  workflow_id: workflow,
  at: `2026-03-09T09:${String(minute).padStart(2, '0')}:00Z`,
  count: 1,
  outcome: 'ran',
  run_id: `run ${minute}`,
  run_status: 'completed',
});

describe('the lanes of a day', () => {
  it('are the schedules in the order they first come', () => {
    const { lanes, all, item: of } = lanesOf([item('b', 1), item('a', 2), item('b', 3), item('a', 4, '-late')]);
    expect(lanes.map((lane) => [lane.label, lane.marks?.length])).toEqual([
      ['b', 2],
      ['a', 1],
      ['schedule-default-a-late', 1],
    ]);
    expect(all).toBe(3);
    expect(of(lanes[0]?.marks?.[1]?.id ?? '')?.run_id).toBe('run 3');
  });

  it('are the busiest ones of many', () => {
    const many = Array.from({ length: 20 }, (_, place) => item(`w${place}`, place));
    const { lanes, all } = lanesOf([...many, item('w19', 30)]);
    expect(lanes).toHaveLength(12);
    expect(all).toBe(20);
    expect(lanes.map((lane) => lane.label)).toContain('w19');
  });
});
