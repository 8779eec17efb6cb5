import type { Api } from '@/shared/api/types';
import { formatClock, formatDate } from '@/shared/time/format';

export type Point = Record<string, number | string | null> & { label: string; from: number };

/** The parts of a period as the charts draw them, named by their hour or date in the zone. */
export function pointsOf(parts: readonly Api<'MetricsPartView'>[], zone: string): Point[] {
  return parts.map((part) => {
    const from = Date.parse(part.from);
    const isShort = Date.parse(part.to) - from < 20 * 3_600_000;
    const [, day, month] = formatDate(part.from, zone).split(' ');
    return {
      label: isShort ? `${day} ${month} ${formatClock(part.from, zone)}` : `${day} ${month}`,
      from,
      completed: part.successful_runs,
      failed: part.failed_runs,
      canceled: part.canceled_runs,
      runtime50: part.p50_runtime_seconds,
      runtime95: part.p95_runtime_seconds,
      lateness50: part.p50_lateness_seconds,
      lateness95: part.p95_lateness_seconds,
      rows: part.total_rows_processed,
      cost: part.total_cost,
    };
  });
}

/** Whether there is anything of it to draw. */
export function hasAny(points: readonly Point[], keys: readonly string[]): boolean {
  return points.some((point) => keys.some((key) => typeof point[key] === 'number' && point[key] !== 0));
}

/** The labels of the points within which a new version came; a label stands once. */
export function marksOf(points: readonly Point[], versions: readonly { created_at: string }[], to: number): string[] {
  const found = versions.flatMap(({ created_at }) => {
    const at = Date.parse(created_at);
    const point = at < to ? points.findLast(({ from }) => from <= at) : undefined;
    return point ? [point.label] : [];
  });
  return [...new Set(found)];
}
