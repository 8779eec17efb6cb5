import { useQueries } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { neededPages, pageSize } from './pages';
import { filterOf, type SchedulesSearch } from './search';

export type Rows = {
  /** How many fit, also those that are not loaded yet. */
  total: number;
  /** The schedule at that place, or undefined while it loads. */
  at: (index: number) => Schedule | undefined;
  loaded: () => Schedule[];
  isPending: boolean;
  error: unknown;
  refetch: () => void;
};

/** The query of one page of the list, the same for every reader of it. */
export function pageQuery(search: SchedulesSearch, cursor: string | undefined) {
  const { sort, order } = search;
  return $api.queryOptions('get', '/api/schedules', { params: { query: { ...filterOf(search), sort, order, limit: pageSize, cursor } } });
}

/**
 * The schedules that fit, page by page. Only pages near what is looked at are watched, so that a change on the server reads
 * some hundred rows anew and not all that were ever scrolled by; those ahead are read before they are reached.
 */
export function useRows(search: SchedulesSearch, first: number, last: number): Rows {
  const list = JSON.stringify([filterOf(search), search.sort, search.order]);
  const [known, setKnown] = useState<{ list: string; cursors: (string | undefined)[] }>({ list, cursors: [undefined] });
  const cursors = known.list === list ? known.cursors : firstOnly;
  const wanted = neededPages(first, last, cursors.length);
  const answers = useQueries({ queries: wanted.map((page) => ({ ...pageQuery(search, cursors[page]), placeholderData: undefined })) });

  // Each page tells where the next one begins.
  const following = wanted.map((page, place) => [page, answers[place]?.data?.next_cursor] as const);
  const signature = JSON.stringify(following);
  useEffect(() => {
    const next = [...cursors];
    for (const [page, cursor] of following) if (cursor) next[page + 1] = cursor;
    if (known.list !== list || next.length !== cursors.length || next.some((cursor, page) => cursor !== cursors[page])) setKnown({ list, cursors: next });
    // oxlint-disable-next-line react/exhaustive-deps -- the signature stands for what the pages said
  }, [signature, list]);

  const [start] = answers;
  const pages = new Map(wanted.map((page, place) => [page, answers[place]?.data?.items]));
  const loaded = () => wanted.flatMap((page) => pages.get(page) ?? []);
  return {
    total: start?.data?.total ?? loaded().length,
    at: (index) => pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    loaded,
    isPending: start?.isPending ?? true,
    error: start?.error ?? null,
    refetch: () => void start?.refetch(),
  };
}

const firstOnly = [undefined];
