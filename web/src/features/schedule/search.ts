import { isDate, textOf, wordOf, wordsOf, type RawSearch } from '@/shared/url';
import { statuses } from '@/shared/runs/words';
import type { Api, RunStatus } from '@/shared/api/types';
import { ranges, type Range } from './period';

export const tabs = ['history', 'metrics', 'coverage', 'ledger', 'settings', 'audit'] as const;
export type Tab = (typeof tabs)[number];

export const views = ['timeline', 'table'] as const;
export type HistoryView = (typeof views)[number];

export const outcomes = ['ran', 'skipped', 'missed', 'coalesced'] as const satisfies readonly Api<'OccurrenceOutcome'>[];

export type ScheduleSearch = {
  tab?: Tab;
  /** The period that is looked at, as instants; the end is exclusive. */
  from?: string;
  to?: string;
  /** The period up to now, where no `from` and `to` are given. */
  range?: Range;
  view?: HistoryView;
  status?: string;
  outcome?: Api<'OccurrenceOutcome'>;
  /** The run in the side panel. */
  run?: string;
  /** The time of the question why it ran or did not. */
  why?: string;
  /** Periods of the comparison, as 2026-03-01..2026-03-08 with the last date in them. */
  p1?: string;
  p2?: string;
};

/** Reads what the address of the page says. */
export function readScheduleSearch(raw: RawSearch): ScheduleSearch {
  const from = instantOf(raw, 'from');
  const to = instantOf(raw, 'to');
  const isPeriod = from !== undefined && to !== undefined && from < to;
  return {
    tab: wordOf(raw, 'tab', tabs),
    from: isPeriod ? from : undefined,
    to: isPeriod ? to : undefined,
    range: wordOf(raw, 'range', ranges),
    view: wordOf(raw, 'view', views),
    status: wordsOf<RunStatus>(raw, 'status', statuses)?.join(','),
    outcome: wordOf(raw, 'outcome', outcomes),
    run: textOf(raw, 'run'),
    why: textOf(raw, 'why'),
    p1: datesOf(raw, 'p1'),
    p2: datesOf(raw, 'p2'),
  };
}

function instantOf(raw: RawSearch, key: string): string | undefined {
  const at = Date.parse(textOf(raw, key) ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

function datesOf(raw: RawSearch, key: string): string | undefined {
  const text = textOf(raw, key) ?? '';
  const [, first, last] = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(text) ?? [];
  return first && last && first <= last && isDate(first) && isDate(last) ? text : undefined;
}
