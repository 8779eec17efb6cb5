import type { TaskRun } from '@/shared/api/types';
import { stateOfTask, type State } from '@/shared/ui/states';
import { keyOf, pickOf, type Pick } from '../taskKey';

/** A stretch of a row, in milliseconds since 1970. */
export type Bar = {
  from: number;
  to: number;
  /** An attempt, or what was waited for: a free place, the next attempt, the next look of a sensor; `items` spans a fan-out. */
  kind: 'attempt' | 'place' | 'retry' | 'poke' | 'items';
  state: State;
  attempt?: number;
};

export type Row = { key: string; pick: Pick; depth: 0 | 1; state: State; bars: Bar[]; /** Items under it; 0 for all but a fan-out as a whole. */ items: number; open: boolean };

export type Chart = { from: number; to: number; rows: Row[] };

type Options = { now: number; from: number; to: number | null; opened: ReadonlySet<string>; order: readonly string[] };

/** Rows in the order in which tasks started, those that wait last in the order of the graph; items under their fan-out where that is opened. */
export function chartOf(tasks: readonly TaskRun[], { now, from, to, opened, order }: Options): Chart {
  const end = to ?? now;
  const place = new Map(order.map((id, index) => [id, index]));
  const items = new Map<string, TaskRun[]>();
  for (const task of tasks) if (task.item !== null) items.set(task.task_id, [...(items.get(task.task_id) ?? []), task]);
  const wholes = tasks
    .filter((task) => task.item === null)
    .toSorted((a, b) => startOf(a) - startOf(b) || (place.get(a.task_id) ?? Infinity) - (place.get(b.task_id) ?? Infinity) || 0);
  const rows = wholes.flatMap((task) => {
    const under = items.get(task.task_id) ?? [];
    const open = opened.has(task.task_id);
    const row = rowOf(task, end, under.length, open);
    return open ? [row, ...under.toSorted((a, b) => a.item! - b.item!).map((item) => rowOf(item, end, 0, false))] : [row];
  });
  return { from, to: Math.max(end, from + 1), rows };
}

function startOf(task: TaskRun): number {
  return at(task.ready_at) ?? at(task.started_at) ?? Infinity;
}

function rowOf(task: TaskRun, end: number, items: number, open: boolean): Row {
  const pick = pickOf(task);
  return { key: keyOf(pick), pick, depth: task.item === null ? 0 : 1, state: stateOfTask(task.status), bars: barsOf(task, end), items, open };
}

/** What a task did and waited for until `end`. */
export function barsOf(task: TaskRun, end: number): Bar[] {
  if (task.item_count !== null) {
    const from = at(task.started_at);
    return from === null ? [] : [{ from, to: at(task.completed_at) ?? end, kind: 'items', state: stateOfTask(task.status) }];
  }
  const bars: Bar[] = [];
  let before = at(task.ready_at);
  let failed = false;
  for (const attempt of task.attempts) {
    const ready = at(attempt.ready_at)!;
    const started = at(attempt.started_at);
    if (before !== null) push(bars, before, ready, failed ? 'retry' : 'poke');
    push(bars, ready, started ?? at(attempt.completed_at) ?? end, 'place');
    before = at(attempt.completed_at);
    failed = attempt.outcome === 'failed' || attempt.outcome === 'lost';
    // What ran for no time at all is still a mark.
    if (started !== null) bars.push({ from: started, to: before ?? end, kind: 'attempt', state: stateOfAttempt(attempt.outcome), attempt: attempt.number });
  }
  if (before !== null && (task.status === 'retry_wait' || task.status === 'poke_wait')) push(bars, before, end, task.status === 'retry_wait' ? 'retry' : 'poke');
  return bars;
}

export function stateOfAttempt(outcome: string): State {
  switch (outcome) {
    case 'succeeded':
      return 'completed';
    case 'failed':
    case 'lost':
      return 'failed';
    case 'running':
      return 'running';
    case 'canceled':
      return 'canceled';
    case 'skipped':
      return 'skipped';
    default:
      return 'pending';
  }
}

function push(bars: Bar[], from: number, to: number, kind: Bar['kind']): void {
  if (to - from >= 1) bars.push({ from, to, kind, state: kind === 'retry' ? 'retry' : 'pending' });
}

function at(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}
