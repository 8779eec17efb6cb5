import type { Run } from '@/shared/api/types';

/** The runs known of a list, latest first, and where reading goes on; null at the end. */
export type Known = { runs: readonly Run[]; cursor: string | null };
type Page = { items: readonly Run[]; next_cursor: string | null };

export const nothing: Known = { runs: [], cursor: null };

/**
 * The list with its first page read anew. Within the reach of that page the page is right: new runs stand on top, those that fit no more are gone.
 * What was read further down stays, unless so many are new that there may be some between.
 */
export function withHead(known: Known, head: Page): Known {
  const last = head.items.at(-1);
  if (!last || head.next_cursor === null) return { runs: head.items, cursor: null };
  const older = known.runs.filter((run) => run.id < last.id);
  const meets = known.runs.some((run) => run.id >= last.id && head.items.some((item) => item.id === run.id));
  return meets && older.length > 0 ? { runs: [...head.items, ...older], cursor: known.cursor } : { runs: head.items, cursor: head.next_cursor };
}

/** The list with the page that follows it. */
export function withTail(known: Known, tail: Page): Known {
  const last = known.runs.at(-1);
  return { runs: [...known.runs, ...tail.items.filter((run) => !last || run.id < last.id)], cursor: tail.next_cursor };
}
