export const columns = ['state', 'workflow', 'trigger', 'nominal', 'started', 'took', 'late', 'tasks', 'cost', 'error'] as const;

/** A column of a table of runs. */
export type RunColumn = (typeof columns)[number];
