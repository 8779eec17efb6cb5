import type { Schedule } from '@/shared/api/types';

/** What people call it: its workflow's name, with its own key where the workflow has several schedules. */
export function scheduleName(schedule: Pick<Schedule, 'workflow_id' | 'workflow_name' | 'key'>): string {
  const workflow = schedule.workflow_name || schedule.workflow_id;
  return schedule.key ? `${workflow} · ${schedule.key}` : workflow;
}
