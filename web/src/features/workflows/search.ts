import type { RawSearch } from '@/shared/url';

export type WorkflowsSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readWorkflowsSearch(_raw: RawSearch): WorkflowsSearch {
  return {};
}
