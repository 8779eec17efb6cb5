import { numberOf, textOf, wordOf, type RawSearch } from '@/shared/url';

export const tabs = ['log', 'attempts', 'values', 'artifacts'] as const;

/** What of the run is looked at: a task or all of it, and what of that. */
export type RunSearch = {
  task?: string;
  /** The place in the fan-out, from 0. */
  item?: number;
  attempt?: number;
  tab?: (typeof tabs)[number];
  /** The artifact that is previewed. */
  artifact?: string;
};

/** Reads what the address of the page says. */
export function readRunSearch(raw: RawSearch): RunSearch {
  const task = textOf(raw, 'task');
  return {
    task,
    item: task === undefined ? undefined : numberOf(raw, 'item'),
    attempt: task === undefined ? undefined : numberOf(raw, 'attempt'),
    tab: wordOf(raw, 'tab', tabs),
    artifact: textOf(raw, 'artifact'),
  };
}
