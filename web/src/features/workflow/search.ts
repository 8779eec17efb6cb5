import type { RawSearch } from '@/shared/url';

export type WorkflowSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readWorkflowSearch(_raw: RawSearch): WorkflowSearch {
  return {};
}
