import { $api } from '@/shared/api/client';
import type { BandLane } from '@/shared/band/types';
import { schedule as text } from '@/text/schedule';
import { marksOfCells, marksOfItems, marksOfRuns } from './bandMarks';
import type { Period } from './period';

const mostDays = 62 * 86_400_000;
const mostItems = 1_000;

/** What the band of a period shows: occurrences one by one where they are few, counted where they are many, and backfills in a lane of their own. */
export function useBandLanes(schedule: string, { from, to }: Period): { lanes: BandLane[]; error: unknown; isPending: boolean; refetch: () => void } {
  const between = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const isShort = to - from <= mostDays;
  const each = $api.useQuery('get', '/api/occurrences', { params: { query: { schedule, ...between, limit: mostItems } } }, { enabled: isShort, placeholderData: (before) => before });
  const isCounted = !isShort || each.data?.aggregated === true;
  const counted = $api.useQuery('get', '/api/occurrences/band', { params: { query: { schedule, ...between, steps: 360 } } }, { enabled: isCounted, placeholderData: (before) => before });
  const filled = $api.useQuery(
    'get',
    '/api/schedules/{id}/runs',
    { params: { path: { id: schedule }, query: { trigger: 'backfill', by: 'nominal', ...between, limit: 200 } } },
    { placeholderData: (before) => before },
  );
  const due = isCounted ? marksOfCells(counted.data?.cells ?? []) : marksOfItems(each.data?.items ?? []);
  const backfills = marksOfRuns(filled.data?.items ?? []);
  const shown = isCounted ? counted : each;
  return {
    lanes: backfills.length > 0 ? [{ label: text.band.due, marks: due }, { label: text.band.backfills, marks: backfills }] : [{ marks: due }],
    error: shown.error,
    isPending: shown.isPending,
    refetch: () => void shown.refetch(),
  };
}
