import type { TaskRun } from '@/shared/api/types';

/** A task of the run, or one item of its fan-out. */
export type Pick = { task: string; item?: number };

/** How a task is written: "bars", or "bars[3]" for an item. */
export function keyOf({ task, item }: Pick): string {
  return item === undefined ? task : `${task}[${item}]`;
}

export function pickOf(task: TaskRun): Pick {
  return { task: task.task_id, item: task.item ?? undefined };
}

export function findTask(tasks: readonly TaskRun[], { task, item }: { task?: string; item?: number }): TaskRun | undefined {
  return tasks.find((each) => each.task_id === task && (each.item ?? undefined) === item);
}
