export const admin = {
  title: 'Admin',
  state: 'Who changed what, and when',
  filter: { subject: 'Kind', any: 'Anything', actor: 'Who', id: 'What', clear: 'Show everything' },
  subjects: { schedule: 'Schedules', workflow: 'Workflows', run: 'Runs', strategy: 'Strategies', budget: 'Budgets', backfill: 'Backfills' },
  columns: { at: 'When', actor: 'Who', action: 'Did', subject: 'To', reason: 'Why', detail: 'Details' },
  more: 'Older',
  none: 'Nothing fits.',
  empty: { title: 'Nothing has been changed by hand yet', words: 'Every pause, edit, run by hand and budget is written here with who did it and why. Put your name into the account menu so that others see it.' },
  about: (version: string, project: string, tzdb: string) => `Carillon ${version} · project ${project} · time zone data ${tzdb}`,
  show: 'Show details',
};
