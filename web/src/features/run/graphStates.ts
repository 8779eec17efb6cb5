import type { Api, TaskRun } from '@/shared/api/types';
import { formatDuration } from '@/shared/time/format';
import { stateOfTask, type State } from '@/shared/ui/states';
import { run as text } from '@/text/run';

type TaskStatus = Api<'TaskStatus'>;
const over: readonly TaskStatus[] = ['succeeded', 'failed', 'skipped', 'upstream_failed', 'canceled'];

/** The state of each task for the graph. */
export function statesOf(tasks: readonly TaskRun[]): Record<string, State> {
  return Object.fromEntries(tasks.filter((task) => task.item === null).map((task) => [task.task_id, stateOfTask(task.status)]));
}

/** A few words to each task: how many items are done, how long it took. */
export function detailsOf(tasks: readonly TaskRun[]): Record<string, string> {
  const items = new Map<string, { done: number; failed: number }>();
  for (const task of tasks) {
    if (task.item === null) continue;
    const count = items.get(task.task_id) ?? { done: 0, failed: 0 };
    if (over.includes(task.status)) count.done++;
    if (task.status === 'failed') count.failed++;
    items.set(task.task_id, count);
  }
  return Object.fromEntries(tasks.filter((task) => task.item === null).map((task) => [task.task_id, wordsOf(task, items.get(task.task_id))]));
}

function wordsOf(task: TaskRun, items: { done: number; failed: number } | undefined): string {
  if (task.item_count !== null && task.status === 'running') return text.graph.items(items?.done ?? 0, task.item_count);
  if (items && items.failed > 0) return text.graph.failedItems(items.failed);
  const took = task.duration_ms === null ? '' : formatDuration(task.duration_ms);
  return task.item_count === null ? took : [text.graph.count(task.item_count), took].filter(Boolean).join(' · ');
}
