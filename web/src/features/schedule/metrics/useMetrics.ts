import { $api } from '@/shared/api/client';
import { partsOf, previousOf, type Period } from '../period';

const iso = (at: number) => new Date(at).toISOString();

/** What a period was like, in parts for charts, and against the period before. */
export function useMetrics(schedule: string, period: Period, zone: string) {
  const before = previousOf(period, zone);
  const metrics = $api.useQuery(
    'get',
    '/api/schedules/{id}/metrics',
    { params: { path: { id: schedule }, query: { from: iso(period.from), to: iso(period.to), series: partsOf(period), timezone: zone } } },
    { placeholderData: (old) => old },
  );
  const changes = $api.useQuery(
    'get',
    '/api/schedules/{id}/compare',
    { params: { path: { id: schedule }, query: { timezone: zone, period1_start: iso(before.from), period1_end: iso(before.to), period2_start: iso(period.from), period2_end: iso(period.to) } } },
    { placeholderData: (old) => old },
  );
  return { metrics, changes, before };
}
