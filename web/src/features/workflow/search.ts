import { textOf, wordOf, type RawSearch } from '@/shared/url';

export const tabs = ['graph', 'yaml', 'versions', 'schedules', 'runs'] as const;
export type Tab = (typeof tabs)[number];

/** What of a workflow is looked at; the graph of its current version where nothing is said. */
export type WorkflowSearch = {
  tab?: Tab;
  /** The task whose panel is open. */
  task?: string;
  /** The graph of this version rather than of the current one. */
  version?: string;
  /** The versions compared, the older first. */
  before?: string;
  after?: string;
};

/** Reads what the address of the page says. */
export function readWorkflowSearch(raw: RawSearch): WorkflowSearch {
  return { tab: wordOf(raw, 'tab', tabs), task: textOf(raw, 'task'), version: textOf(raw, 'version'), before: textOf(raw, 'before'), after: textOf(raw, 'after') };
}
