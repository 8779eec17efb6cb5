import type { Run, TaskRun } from '@/shared/api/types';
import { run as words } from '@/text/run';
import { keyOf, pickOf } from './taskKey';

const text = words.standing;
const named = 3;

/** Where a run stands and why: what it runs or waits for, what went wrong, who canceled it. */
export function standingOf(run: Run, tasks: readonly TaskRun[]): string {
  switch (run.status) {
    case 'pending':
      return run.waiting ? sentence(run.waiting) : text.pending;
    case 'running':
      return atWork(tasks);
    case 'canceling':
      return text.canceling(run.canceled_by);
    case 'canceled':
      return text.canceled(run.canceled_by, run.cancel_reason);
    case 'failed':
      return [run.timed_out ? text.timedOut : '', run.error?.message ?? (run.timed_out ? '' : text.failed)].filter(Boolean).join(' ');
    case 'completed':
      return text.completed(run.tasks_succeeded, run.tasks_total - run.tasks_succeeded - run.tasks_failed);
  }
}

function atWork(tasks: readonly TaskRun[]): string {
  const single = tasks.filter((task) => task.item_count === null);
  const running = single.filter((task) => task.status === 'running').map((task) => keyOf(pickOf(task)));
  if (running.length > 0) return text.running(running.slice(0, named), Math.max(0, running.length - named));
  const why = { retry_wait: text.retry, poke_wait: text.poke, ready: text.ready } as Partial<Record<TaskRun['status'], string>>;
  const waiting = single.find((task) => why[task.status]);
  return waiting ? text.waits(keyOf(pickOf(waiting)), waiting.waiting ?? why[waiting.status]!) : text.nothing;
}

function sentence(said: string): string {
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
