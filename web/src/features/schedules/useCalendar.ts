import { useQueries, useQuery } from '@tanstack/react-query';
import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { filterOf, isFiltered, type SchedulesSearch } from './search';
import { cellsOf, type Cell } from './tally';

// The server counts for all schedules or for one: so many are asked for one by one.
const mostSchedules = 12;
// 14 days in half hours, the finest step that every zone's days and hours can be cut at, fit into one call.
const chunk = 14 * 86_400_000;
const steps = 700;

export type Scope = { ids: (string | undefined)[]; all: boolean; isPending: boolean; error: unknown; refetch: () => void };

/** Whose occurrences the calendar shows: of the schedules that fit the filters where they are few enough, else of all. */
export function useScope(search: SchedulesSearch): Scope {
  const filtered = isFiltered(search);
  const few = useQuery({ ...$api.queryOptions('get', '/api/schedules', { params: { query: { ...filterOf(search), limit: mostSchedules } } }), enabled: filtered });
  const narrow = filtered && few.data !== undefined && !few.data.next_cursor;
  return {
    ids: narrow ? few.data.items.map((schedule) => schedule.id) : [undefined],
    all: !narrow && filtered,
    isPending: filtered && few.isPending,
    error: filtered ? few.error : null,
    refetch: () => void few.refetch(),
  };
}

/** The occurrences of a stretch of time, counted in half hours. */
export function useCells(scope: Scope, from: number, to: number) {
  const chunks: [number, number][] = [];
  for (let at = from; at < to; at += chunk) chunks.push([at, Math.min(at + chunk, to)]);
  return useQueries({
    queries: scope.isPending
      ? []
      : scope.ids.flatMap((schedule) =>
          chunks.map(([start, end]) => ({
            ...$api.queryOptions('get', '/api/occurrences/band', { params: { query: { from: new Date(start).toISOString(), to: new Date(end).toISOString(), steps: stepsFor(end - start), schedule } } }),
            placeholderData: undefined,
          })),
        ),
    combine: (answers) => combined(scope, answers, (bands) => cellsOf(bands)),
  });
}

/** The occurrences of a stretch of time one by one, where they are no more than the server lists. */
export function useItems(scope: Scope, from: number, to: number, timezone: string) {
  return useQueries({
    queries: scope.isPending
      ? []
      : scope.ids.map((schedule) => ({
          ...$api.queryOptions('get', '/api/occurrences', { params: { query: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), timezone, schedule, limit: 2_000 } } }),
          placeholderData: undefined,
        })),
    combine: (answers) => combined(scope, answers, (lists) => lists),
  });
}

// Half hours for all; the fewer steps a page asks for, the longer each would be.
function stepsFor(length: number): number {
  return Math.max(50, Math.ceil((length / chunk) * steps));
}

type Asked<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };

function combined<T, Made>(scope: Scope, answers: Asked<T>[], make: (data: T[]) => Made): Asked<Made> {
  const data = answers.flatMap((answer) => (answer.data === undefined ? [] : [answer.data]));
  const whole = !scope.isPending && data.length === answers.length;
  return {
    data: whole ? make(data) : undefined,
    error: scope.error ?? answers.find((answer) => answer.error)?.error ?? null,
    isPending: scope.isPending || !whole,
    refetch: () => {
      scope.refetch();
      for (const answer of answers) if (answer.error) void answer.refetch();
    },
  };
}

export type Listed = Api<'OccurrenceListView'>;
export type { Cell };
