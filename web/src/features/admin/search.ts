import { textOf, wordOf, type RawSearch } from '@/shared/url';

export const subjects = ['schedule', 'workflow', 'run', 'strategy', 'budget', 'backfill', 'account'] as const;

export const tabs = ['audit', 'users', 'tokens'] as const;

export type AdminSearch = { tab?: (typeof tabs)[number]; subject?: (typeof subjects)[number]; actor?: string; id?: string };

/** Reads what the address of the page says. */
export function readAdminSearch(raw: RawSearch): AdminSearch {
  return { tab: wordOf(raw, 'tab', tabs), subject: wordOf(raw, 'subject', subjects), actor: textOf(raw, 'actor'), id: textOf(raw, 'id') };
}
