import type { Api, RunStatus } from '@/shared/api/types';

export const statuses = ['pending', 'running', 'canceling', 'completed', 'failed', 'canceled'] as const satisfies readonly RunStatus[];

export const triggers = ['schedule', 'manual', 'backfill', 'api', 'test', 'retry'] as const satisfies readonly Api<'RunTrigger'>[];

/** Whether the run is over: nothing about it changes any more. */
export function isEnded(status: RunStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'canceled';
}
