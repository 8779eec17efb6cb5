import { formatCount } from '@/shared/ui/money';

const status = { pending: 'Pending', running: 'Running', canceling: 'Canceling', completed: 'Completed', failed: 'Failed', canceled: 'Canceled' };
const triggers = { schedule: 'Schedule', manual: 'By hand', backfill: 'Backfill', api: 'API', test: 'Test', retry: 'Retry' };
const started = { schedule: 'started by a schedule', manual: 'started by hand', backfill: 'of a backfill', api: 'started over the API', test: 'that are tests', retry: 'that are retries' };
const periods = { hour: 'in the last hour', day: 'in the last 24 hours', week: 'in the last 7 days', month: 'in the last 30 days' };

export const runs = {
  title: 'Runs',
  table: 'Runs',
  columns: { state: 'State', workflow: 'Workflow and schedule', trigger: 'Trigger', nominal: 'Due', started: 'Started', took: 'Took', late: 'Late', tasks: 'Tasks', cost: 'Cost', error: 'What went wrong' },
  triggers,
  status,
  tasks: (done: number, total: number) => `${formatCount(done)}/${formatCount(total)}`,
  tasksFailed: (count: number) => `${formatCount(count)} failed`,
  loadingMore: 'Reading more runs',

  state: (running: number, failed: number, completed: number) =>
    `${running === 0 ? 'Nothing is running' : `${formatCount(running)} running`}; in the last hour ${formatCount(failed)} failed and ${formatCount(completed)} completed`,
  filter: {
    label: 'Which runs',
    status: { label: 'State', any: 'All', chosen: (words: string[]) => words.join(' or ') },
    runsOf: 'runs of',
    workflow: { label: 'Workflow', any: 'any workflow' },
    on: 'on',
    schedule: { label: 'Schedule', any: 'any or no schedule' },
    trigger: { label: 'Trigger', any: 'started in any way', chosen: started },
    made: 'made',
    within: { label: 'When they were made', any: 'at any time', chosen: periods },
    between: (from: string | undefined, to: string | undefined) => (from && to ? `from ${from} to ${to}` : from ? `since ${from}` : `until ${to}`),
    from: 'From the day',
    to: 'To the day',
    text: 'Id, name, who or error',
    clear: 'Clear',
  },
  empty: {
    none: 'No runs yet',
    noneWords: 'A run appears here when a schedule is due, or when you start a workflow by hand.',
    noneAct: 'See the workflows',
    noneMatch: 'No run is like that',
    noneMatchWords: (sentence: string) => `Asked for: ${sentence}.`,
    clear: 'Show all runs',
  },
  sentence: {
    runs: 'runs',
    of: (workflow: string) => `of ${workflow}`,
    on: (schedule: string) => `on ${schedule}`,
    made: (words: string) => `made ${words}`,
    with: (words: string) => `with “${words}”`,
  },
};
