import { describe, expect, it } from 'vitest';
import type { TaskRun } from '@/shared/api/types';
import { barsOf, chartOf } from './geometry';

const start = Date.parse('2026-03-09T20:30:00Z');
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();

function task(id: string, change: Partial<TaskRun> = {}): TaskRun {
  return {
    task_id: id, item: null, status: 'succeeded', ready_at: null, started_at: null, completed_at: null, duration_ms: null, wake_at: null, pokes: 0,
    output: null, error: null, reason: null, item_value: null, item_count: null, attempt_count: 0, attempts: [], waiting: null, ...change,
  };
}

function attempt(number: number, outcome: string, ready: number, started: number | null, completed: number | null): TaskRun['attempts'][number] {
  return { number, outcome, node: 'local', ready_at: at(ready), started_at: started === null ? null : at(started), completed_at: completed === null ? null : at(completed), duration_ms: null, input: null, error: null };
}

const seconds = (bars: ReturnType<typeof barsOf>) => bars.map((bar) => [bar.kind, (bar.from - start) / 1_000, (bar.to - start) / 1_000, bar.state]);

describe('the bars of a task', () => {
  it('show the wait for a place before the attempt', () => {
    expect(seconds(barsOf(task('a', { ready_at: at(0), attempts: [attempt(1, 'succeeded', 0, 3, 5)] }), start))).toEqual([
      ['place', 0, 3, 'pending'],
      ['attempt', 3, 5, 'completed'],
    ]);
  });

  it('show the wait between a failed attempt and the next', () => {
    expect(seconds(barsOf(task('a', { ready_at: at(0), attempts: [attempt(1, 'failed', 0, 0, 1), attempt(2, 'running', 6, 6, null)] }), start + 9_000))).toEqual([
      ['attempt', 0, 1, 'failed'],
      ['retry', 1, 6, 'retry'],
      ['attempt', 6, 9, 'running'],
    ]);
  });

  it('go on waiting until now where the next attempt or look is still to come', () => {
    expect(seconds(barsOf(task('a', { status: 'retry_wait', attempts: [attempt(1, 'failed', 0, 0, 1)] }), start + 4_000)).at(-1)).toEqual(['retry', 1, 4, 'retry']);
    expect(seconds(barsOf(task('a', { status: 'poke_wait', ready_at: at(1) }), start + 4_000))).toEqual([['poke', 1, 4, 'pending']]);
  });

  it('are a single one for a fan-out as a whole', () => {
    expect(seconds(barsOf(task('a', { item_count: 3, status: 'running', started_at: at(2) }), start + 9_000))).toEqual([['items', 2, 9, 'running']]);
  });

  it('keep an attempt that took no time', () => {
    expect(seconds(barsOf(task('a', { attempts: [attempt(1, 'succeeded', 1, 1, 1)] }), start))).toEqual([['attempt', 1, 1, 'completed']]);
  });
});

describe('the chart', () => {
  const options = { now: start + 9_000, from: start, to: null, opened: new Set<string>(), order: ['a', 'b', 'c'] };

  it('has tasks in the order in which they started, then those that wait in the order of the graph', () => {
    const { rows } = chartOf([task('c'), task('b', { ready_at: at(1) }), task('a')], options);
    expect(rows.map((row) => row.key)).toEqual(['b', 'a', 'c']);
  });

  it('shows items only under a fan-out that is opened, in their order', () => {
    const tasks = [task('a', { item_count: 2 }), task('a', { item: 1 }), task('a', { item: 0 }), task('b')];
    expect(chartOf(tasks, options).rows.map((row) => [row.key, row.items])).toEqual([['a', 2], ['b', 0]]);
    expect(chartOf(tasks, { ...options, opened: new Set(['a']) }).rows.map((row) => row.key)).toEqual(['a', 'a[0]', 'a[1]', 'b']);
  });

  it('ends when the run ended, else now, and is never empty', () => {
    expect(chartOf([], options).to).toBe(start + 9_000);
    expect(chartOf([], { ...options, to: start + 2_000 }).to).toBe(start + 2_000);
    expect(chartOf([], { ...options, to: start }).to).toBe(start + 1);
  });
});
