import { formatCount } from '@/shared/ui/money';

export const runs = {
  table: 'Runs',
  columns: { state: 'State', workflow: 'Workflow and schedule', trigger: 'Trigger', nominal: 'Due', started: 'Started', took: 'Took', late: 'Late', tasks: 'Tasks', cost: 'Cost', error: 'What went wrong' },
  triggers: { schedule: 'Schedule', manual: 'By hand', backfill: 'Backfill', api: 'API', test: 'Test', retry: 'Retry' },
  status: { pending: 'Pending', running: 'Running', canceling: 'Canceling', completed: 'Completed', failed: 'Failed', canceled: 'Canceled' },
  tasks: (done: number, total: number) => `${formatCount(done)}/${formatCount(total)}`,
  tasksFailed: (count: number) => `${formatCount(count)} failed`,
  loadingMore: 'Reading more runs',
};
