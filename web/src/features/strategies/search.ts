import { textOf, wordOf, type RawSearch } from '@/shared/url';

export const statuses = ['active', 'disabled', 'archived', 'all'] as const;

/** Which strategies the list shows, or the template that a new one begins with; what is left out does not matter. */
export type StrategiesSearch = { status?: (typeof statuses)[number]; template?: string; tag?: string; owner?: string; text?: string; stale?: 'true' };

/** Reads what the address of the page says. */
export function readStrategiesSearch(raw: RawSearch): StrategiesSearch {
  return {
    status: wordOf(raw, 'status', statuses),
    template: textOf(raw, 'template'),
    tag: textOf(raw, 'tag'),
    owner: textOf(raw, 'owner'),
    text: textOf(raw, 'text'),
    stale: textOf(raw, 'stale') === 'true' ? 'true' : undefined,
  };
}
