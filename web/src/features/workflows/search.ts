import { textOf, type RawSearch } from '@/shared/url';

/** Which workflows the list shows; what is left out does not matter. */
export type WorkflowsSearch = { text?: string; tag?: string };

/** Reads what the address of the page says. */
export function readWorkflowsSearch(raw: RawSearch): WorkflowsSearch {
  return { text: textOf(raw, 'text'), tag: textOf(raw, 'tag') };
}
