const count = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

export const editor = {
  newTitle: 'New workflow',
  editTitle: (name: string) => `Edit ${name}`,
  label: 'Text of the workflow',
  begin: `id: my-workflow
name: My workflow
schedule:
  cron: "30 16 * * 1-5"
  timezone: America/New_York
tasks:
  - id: hello
    uses: shell
    with:
      run: echo Hello
`,
  start: 'Start from',
  starter: 'A small example',
  startGroups: { example: 'Example', workflows: 'Workflows of this server', templates: 'Templates' },
  manyAlike: 'Many alike? Make strategies from a template',
  keys: 'Ctrl-Space offers what may stand here; pointing at a key says what it does. Escape, then Tab, leaves the editor.',
  review: 'Review and save',
  reviewNew: 'Review and create',
  cancel: 'Back',
  saved: (id: string) => `${id} is saved.`,
  created: (id: string) => `${id} is made.`,
  state: {
    checking: 'Checking…',
    good: 'No problems',
    unchanged: 'Nothing changed yet',
    problems: (errors: number, others: number) => [errors > 0 ? count(errors, 'error') : '', others > 0 ? count(others, 'remark') : ''].filter(Boolean).join(', '),
  },
  off: {
    title: 'Workflows cannot be changed here',
    words: 'This server takes its files from its folder only (SCH057). You may try things out; to save, change the file where it is kept, such as in git.',
  },
  strategy: 'This workflow is made by a strategy and has no file of its own. Change the strategy or its template.',
  toStrategy: 'Open the strategy',
  draft: { title: 'Your draft is back', words: 'It was not saved when you left the page.', drop: 'Discard the draft' },
  problems: { title: 'Problems', none: 'None. The server would take this text.', go: (line: number) => `Line ${line}` },
  graph: { title: 'Graph', none: 'The tasks are drawn here once there are some.', label: 'Tasks of the text' },
  reviewing: {
    title: 'What saving does',
    change: 'The text',
    before: 'Now',
    after: 'After saving',
    save: 'Save',
    create: 'Create',
    back: 'Go on editing',
    effects: 'The schedules, over the next 30 days',
    none: 'No schedule changes. Runs that are open go on with the version they began with; the next ones take this one.',
    runs: (added: number, removed: number) => `${count(added, 'run')} more, ${count(removed, 'run')} fewer`,
    cost: (amount: string) => `Cost ${amount}`,
    first: 'First change',
    fates: { create: 'New schedule', update: 'Schedule changes', archive: 'Schedule goes' },
    override: 'Its override or pause is undone.',
    overrideStays: 'Its override stays.',
    byHand: 'It has no schedule: it runs when somebody starts it.',
  },
  conflict: {
    title: 'Somebody else saved it meanwhile',
    words: 'Nothing of theirs is overwritten, and nothing of yours is lost. Compare, then go on from one of the two.',
    theirs: 'Theirs, saved now',
    yours: 'Yours, not saved',
    take: 'Take theirs, drop mine',
    keep: 'Keep mine and review again',
  },
};
