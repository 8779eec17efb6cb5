import type { Schedule } from '@/shared/api/types';

/** What people call it: the workflow's name, and its key where the workflow has several schedules. */
export function nameOf(schedule: Pick<Schedule, 'workflow_id' | 'workflow_name' | 'key'>): string {
  const workflow = schedule.workflow_name ?? schedule.workflow_id;
  return schedule.key ? `${workflow} · ${schedule.key}` : workflow;
}
