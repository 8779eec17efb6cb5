const count = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

export const workflows = {
  search: 'Search workflows',
  tag: 'Tag',
  anyTag: 'Any tag',
  table: 'Workflows',
  create: 'New workflow',
  templates: 'Templates',
  more: 'Show more',
  columns: { name: 'Workflow', tags: 'Tags', owner: 'Owner', tasks: 'Tasks', schedules: 'Schedules', last: 'Last run' },
  state: (all: number, wrong: number) => `${count(all, 'workflow')}${wrong > 0 ? `, ${wrong} with problems` : ''}`,
  loading: 'Reading the list',
  problems: (n: number) => count(n, 'problem'),
  stale: 'The last good version runs',
  staleWords: 'The file has errors. Until they are mended its last good version goes on running.',
  broken: 'Does not run',
  brokenWords: 'The file has errors and never had a good version, so nothing of it runs.',
  never: 'Never ran',
  noSchedule: 'By hand',
  ofTemplate: (id: string) => `strategy of ${id}`,
  empty: {
    title: 'No workflows yet',
    words: 'A workflow is a YAML file in the server’s workflows folder: steps, what each waits for, and when it runs. Save one there, or write it here.',
    example: `id: hello
schedule: { cron: "30 16 * * 1-5", timezone: America/New_York }
tasks:
  - id: greet
    uses: shell
    with: { run: echo Hello }`,
  },
  nothing: { title: 'No workflow fits', words: 'Nothing has these words in its name, id or path, and this tag.', clear: 'Show all workflows' },
};
