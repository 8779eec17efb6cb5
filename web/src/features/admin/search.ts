import { textOf, wordOf, type RawSearch } from '@/shared/url';

export const subjects = ['schedule', 'workflow', 'run', 'strategy', 'budget', 'backfill'] as const;

export type AdminSearch = { subject?: (typeof subjects)[number]; actor?: string; id?: string };

/** Reads what the address of the page says. */
export function readAdminSearch(raw: RawSearch): AdminSearch {
  return { subject: wordOf(raw, 'subject', subjects), actor: textOf(raw, 'actor'), id: textOf(raw, 'id') };
}
