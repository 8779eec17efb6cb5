import { describe, expect, it } from 'vitest';
import type { Run, TaskRun } from '@/shared/api/types';
import { standingOf } from './standingOf';

const of = (run: Partial<Run>, tasks: Partial<TaskRun>[] = []) => standingOf(run as Run, tasks.map((task) => ({ item: null, item_count: null, ...task })) as TaskRun[]);

describe('where a run stands', () => {
  it('names what it waits for', () => {
    expect(of({ status: 'pending', waiting: 'waiting for the run before it: x' })).toBe('Waiting for the run before it: x.');
    expect(of({ status: 'pending', waiting: null })).toBe('Waits to start.');
    expect(of({ status: 'running' }, [{ task_id: 'load', status: 'ready', waiting: 'waiting for pool ibkr: 2 of 2 in use' }])).toBe('load: waiting for pool ibkr: 2 of 2 in use.');
  });

  it('names what runs, items each, the fan-out as a whole not', () => {
    const items = [0, 1, 2, 3].map((item) => ({ task_id: 'bars', item, status: 'running' as const }));
    expect(of({ status: 'running' }, [{ task_id: 'bars', item_count: 4, status: 'running' }, ...items])).toBe('Runs bars[0], bars[1], bars[2] and 1 more.');
  });

  it('says who canceled it and why', () => {
    expect(of({ status: 'canceled', canceled_by: 'ann', cancel_reason: 'wrong date' })).toBe('Canceled by ann: wrong date.');
  });

  it('says what went wrong', () => {
    expect(of({ status: 'failed', timed_out: false, error: { code: 'SCH038', class: 'x', message: 'load failed' } })).toBe('load failed');
    expect(of({ status: 'failed', timed_out: true, error: null })).toBe('It took longer than it may.');
  });

  it('counts what is done', () => {
    expect(of({ status: 'completed', tasks_succeeded: 20, tasks_total: 21, tasks_failed: 0 })).toBe('20 tasks done, 1 skipped.');
  });
});
