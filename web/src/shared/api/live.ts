import type { QueryClient, Query } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/** Whether the page hears of changes as they happen. `lost`: the server does not answer, what is shown may be old. */
export type Connection = 'connecting' | 'live' | 'lost';

type Change = { kind: 'run' | 'schedule' | 'all'; run?: string; schedule?: string };

const soon = 1_000;
const slowly = 15_000;
const lostAfter = 1_500;

let connection: Connection = 'connecting';
const listeners = new Set<() => void>();

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => connection);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Listens for the server's events for as long as the page lives and reads anew what they make stale. Returns the stop. */
export function listen(cache: QueryClient): () => void {
  const pending: Change[] = [];
  let source: EventSource;
  let wasLost = false;
  let losing: number | undefined;
  let reopening: number | undefined;
  let flushing: number | undefined;
  let slowFlushing: number | undefined;

  const stale = (change: Change) => {
    pending.push(change);
    flushing ??= window.setTimeout(flush, soon / 4);
    slowFlushing ??= window.setTimeout(() => {
      slowFlushing = undefined;
      void cache.invalidateQueries({ predicate: isSlow });
    }, slowly);
  };

  const flush = () => {
    flushing = undefined;
    // A hidden page asks once it is looked at.
    if (document.hidden || pending.length === 0) return;
    const changes = pending.splice(0);
    void cache.invalidateQueries({ predicate: (query) => changes.some((change) => concerns(query, change)) });
    flushing = window.setTimeout(flush, soon);
  };

  const say = (now: Connection) => {
    window.clearTimeout(losing);
    losing = undefined;
    if (now === connection) return;
    connection = now;
    for (const listener of listeners) listener();
  };

  const hear = () => {
    say('live');
    if (wasLost) void cache.invalidateQueries();
    wasLost = false;
  };

  const open = () => {
    source = new EventSource('/api/events');
    source.addEventListener('ready', hear);
    source.addEventListener('reset', () => {
      wasLost = true;
      hear();
    });
    source.addEventListener('run', (event) => {
      const told = JSON.parse(event.data) as { id: string; schedule_id: string | null };
      stale({ kind: 'run', run: told.id, schedule: told.schedule_id ?? undefined });
    });
    source.addEventListener('schedule', (event) => stale({ kind: 'schedule', schedule: (JSON.parse(event.data) as { id?: string }).id }));
    source.addEventListener('reconcile', () => stale({ kind: 'all' }));
    source.addEventListener('error', () => {
      wasLost = true;
      losing ??= window.setTimeout(() => say('lost'), lostAfter);
      // The browser tries again by itself, but for answers that are no stream, such as a proxy's error page.
      if (source.readyState === EventSource.CLOSED) reopening = window.setTimeout(open, 2_000);
    });
  };

  document.addEventListener('visibilitychange', flush);
  open();
  return () => {
    document.removeEventListener('visibilitychange', flush);
    for (const timer of [losing, reopening, flushing, slowFlushing]) window.clearTimeout(timer);
    source.close();
  };
}

/** Whether a change makes the query's answer stale. Keys are those of openapi-react-query: method, path, parameters. */
export function concerns(query: Pick<Query, 'queryKey'>, change: Change): boolean {
  const [, path, init] = query.queryKey as [string, string, { params?: { path?: { id?: string } } } | undefined];
  if (change.kind === 'all') return true;
  if (typeof path !== 'string' || isSlow(query)) return false;
  const id = init?.params?.path?.id;
  if (path.startsWith('/api/runs/{id}')) return change.kind === 'run' && id === change.run;
  if (path.startsWith('/api/schedules/{id}')) return change.schedule === undefined ? change.kind === 'schedule' : id === change.schedule;
  if (path.startsWith('/api/runs')) return change.kind === 'run';
  return ['/api/schedules', '/api/occurrences', '/api/workflows', '/api/strategies', '/api/health-dashboard', '/api/backfills'].some((start) => path.startsWith(start));
}

// Sums over long periods: a second more or less does not change what they say.
function isSlow({ queryKey }: Pick<Query, 'queryKey'>): boolean {
  const path = queryKey[1];
  return typeof path === 'string' && (path.startsWith('/api/costs') || path.endsWith('/metrics') || path.endsWith('/coverage'));
}
