import { numberOf, isDate, textOf, wordOf, wordsOf, type RawSearch } from '@/shared/url';

export const statuses = ['active', 'paused', 'disabled', 'failed', 'archived'] as const;
export const views = ['list', 'grid', 'calendar'] as const;
export const scales = ['month', 'week', 'day'] as const;
export const sorts = ['id', 'next_run', 'last_run'] as const;

export type Status = (typeof statuses)[number];
export type View = (typeof views)[number];
export type Scale = (typeof scales)[number];
export type Sort = (typeof sorts)[number];

/** What the address of the page says. What is usual is left out, so that an address names only what was chosen. */
export type SchedulesSearch = {
  view?: View;
  text?: string;
  /** With commas between them. */
  status?: string;
  workflow?: string;
  tag?: string;
  owner?: string;
  kind?: 'declared' | 'managed';
  overridden?: boolean;
  /** Due within so many hours. */
  within?: number;
  sort?: Sort;
  order?: 'asc' | 'desc';
  scale?: Scale;
  /** A day of the month, week or day that the calendar shows, as 2026-03-09. */
  date?: string;
  /** The hour of the day whose occurrences are listed. */
  hour?: number;
};

/** Reads what the address of the page says; what does not fit is dropped. */
export function readSchedulesSearch(raw: RawSearch): SchedulesSearch {
  const within = numberOf(raw, 'within');
  const hour = numberOf(raw, 'hour');
  const date = textOf(raw, 'date');
  const read: SchedulesSearch = {
    view: unless('list', wordOf(raw, 'view', views)),
    text: textOf(raw, 'text'),
    status: wordsOf(raw, 'status', statuses)?.join(','),
    workflow: textOf(raw, 'workflow'),
    tag: textOf(raw, 'tag'),
    owner: textOf(raw, 'owner'),
    kind: wordOf(raw, 'kind', ['declared', 'managed']),
    overridden: raw.overridden === true ? true : raw.overridden === false ? false : undefined,
    within: within !== undefined && within > 0 && within <= 8_784 ? within : undefined,
    sort: unless('id', wordOf(raw, 'sort', sorts)),
    order: unless('asc', wordOf(raw, 'order', ['asc', 'desc'])),
    scale: unless('month', wordOf(raw, 'scale', scales)),
    date: date !== undefined && isDate(date) ? date : undefined,
    hour: hour !== undefined && hour >= 0 && hour < 24 ? hour : undefined,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as SchedulesSearch;
}

function unless<Word extends string>(usual: Word, word: Word | undefined): Word | undefined {
  return word === usual ? undefined : word;
}

/** The filters among it, as the API takes them; undefined ones left out. */
export function filterOf(search: SchedulesSearch) {
  const { text, status, workflow, tag, owner, kind, overridden, within } = search;
  const filter = { text, status, workflow, tag, owner, kind, overridden, next_within_hours: within };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as typeof filter;
}

export function isFiltered(search: SchedulesSearch): boolean {
  return Object.keys(filterOf(search)).length > 0;
}

/** The search without any filter; the view stays. */
export function cleared(search: SchedulesSearch): SchedulesSearch {
  const { view, sort, order, scale, date, hour } = search;
  return { view, sort, order, scale, date, hour };
}

export function statusesOf(search: SchedulesSearch): Status[] {
  return wordsOf({ status: search.status }, 'status', statuses) ?? [];
}

/** With that status chosen too, or no more; in the order of the table. */
export function withStatus(search: SchedulesSearch, status: Status): SchedulesSearch {
  const chosen = new Set(statusesOf(search));
  if (!chosen.delete(status)) chosen.add(status);
  return { ...search, status: statuses.filter((one) => chosen.has(one)).join(',') || undefined };
}
