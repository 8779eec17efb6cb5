import { textOf, wordOf, type RawSearch } from '@/shared/url';

export const subjects = ['schedule', 'workflow', 'run', 'strategy', 'budget', 'backfill', 'account', 'secret', 'connection', 'channel', 'rule'] as const;

export const tabs = ['audit', 'users', 'tokens', 'secrets', 'connections', 'channels', 'rules', 'messages'] as const;

export const messageStatuses = ['waiting', 'sent', 'gathered', 'failed'] as const;

export type AdminSearch = { tab?: (typeof tabs)[number]; subject?: (typeof subjects)[number]; actor?: string; id?: string; channel?: string; status?: (typeof messageStatuses)[number]; event?: string };

/** Reads what the address of the page says. */
export function readAdminSearch(raw: RawSearch): AdminSearch {
  return {
    tab: wordOf(raw, 'tab', tabs),
    subject: wordOf(raw, 'subject', subjects),
    actor: textOf(raw, 'actor'),
    id: textOf(raw, 'id'),
    channel: textOf(raw, 'channel'),
    status: wordOf(raw, 'status', messageStatuses),
    event: textOf(raw, 'event'),
  };
}
