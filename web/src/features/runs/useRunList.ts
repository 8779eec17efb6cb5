import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { $api } from '@/shared/api/client';
import type { askedOf } from './asked';
import { nothing, withHead, withTail, type Known } from './merge';

const page = 100;

/** All runs that are asked for, a page at a time. The first page is live; what is below it is read as one scrolls. */
export function useRunList(asked: ReturnType<typeof askedOf>) {
  const cache = useQueryClient();
  const key = JSON.stringify(asked);
  const head = $api.useQuery('get', '/api/runs', { params: { query: { ...asked, limit: page } } });
  const [state, setState] = useState<{ key: string; known: Known; head: unknown }>({ key, known: nothing, head: undefined });
  const reading = useRef('');

  let current = state;
  if (head.data && !head.isPlaceholderData && (state.head !== head.data || state.key !== key)) {
    current = { key, known: withHead(state.key === key ? state.known : nothing, head.data), head: head.data };
    setState(current);
  }

  const { cursor } = current.known;
  const loadMore = useCallback(() => {
    if (cursor === null || reading.current === key + cursor) return;
    reading.current = key + cursor;
    cache
      .fetchQuery($api.queryOptions('get', '/api/runs', { params: { query: { ...(JSON.parse(key) as typeof asked), cursor, limit: page } } }, { gcTime: 0 }))
      .then((tail) => setState((now) => (now.key === key && now.known.cursor === cursor ? { ...now, known: withTail(now.known, tail) } : now)))
      // What could not be read is asked for again at the next scroll.
      .catch(() => {})
      .finally(() => {
        reading.current = '';
      });
  }, [cache, cursor, key]);

  return { head, runs: current.known.runs, hasMore: cursor !== null, loadMore };
}
