import type { Api } from '@/shared/api/types';
import { formatDuration } from '@/shared/time/format';
import { formatCount, formatMoney, formatShare } from '@/shared/ui/money';
import { schedule as text } from '@/text/schedule';

export type Verdict = 'better' | 'worse' | 'same' | 'different' | 'none';

/** A change in words, with a sign, and whether it is for the better. */
export type Change = { words: string; verdict: Verdict };

const goodWhenMore = new Set(['successful_runs', 'success_rate', 'total_rows_processed']);
const goodWhenLess = new Set(['failed_runs', 'canceled_runs', 'retries', 'total_cost']);
const minus = '−';

/** What a metric was, in its own unit. */
export function formatMetric(name: string, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (name === 'success_rate') return formatShare(value);
  if (name === 'total_cost') return formatMoney(value);
  if (name.endsWith('_seconds')) return formatDuration(value * 1_000);
  return formatCount(value);
}

/** How a metric changed from one period to the next. Shares change in points, everything else in percent; what was zero before is new. */
export function changeOf(name: string, { period1, period2 }: Pick<Api<'MetricChange'>, 'period1' | 'period2'>): Change {
  if (period1 === null || period2 === null) return { words: '–', verdict: 'none' };
  const by = period2 - period1;
  if (by === 0) return { words: '0', verdict: 'same' };
  const sign = by > 0 ? '+' : minus;
  return { words: `${sign}${sizeOf(name, period1, Math.abs(by))}`, verdict: verdictOf(name, by) };
}

function sizeOf(name: string, before: number, by: number): string {
  if (name === 'success_rate') return text.metrics.points((by * 100).toFixed(1));
  if (before === 0) return formatMetric(name, by);
  const percent = (by / Math.abs(before)) * 100;
  return `${percent >= 10 ? formatCount(Math.round(percent)) : percent.toFixed(1)} %`;
}

function verdictOf(name: string, by: number): Verdict {
  if (goodWhenMore.has(name)) return by > 0 ? 'better' : 'worse';
  if (goodWhenLess.has(name) || name.endsWith('_seconds')) return by < 0 ? 'better' : 'worse';
  return 'different';
}
