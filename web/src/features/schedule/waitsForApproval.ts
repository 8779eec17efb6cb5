import type { Api } from '@/shared/api/types';

/** Whether a missed occurrence runs once somebody approves it. Entries of many occurrences are not approved one by one. */
export function waitsForApproval(entry: Pick<Api<'LedgerRecord'>, 'outcome' | 'reason' | 'run_id' | 'count'>): boolean {
  return entry.outcome === 'missed' && entry.run_id === null && entry.count === 1 && entry.reason.includes('runs only when it is approved');
}
