import { $api } from '@/shared/api/client';
import { formatDuration } from '@/shared/time/format';
import { formatCount, formatMoney, formatShare } from '@/shared/ui/money';
import { workflow } from '@/text/workflows';
import css from './MetricStrip.module.css';

const text = workflow.metrics;

/** The latest month in some figures; nothing before the first run. */
export function MetricStrip({ id }: { id: string }) {
  const { data } = $api.useQuery('get', '/api/workflows/{id}/metrics', { params: { path: { id } } });
  if (!data || data.total_runs === 0) return null;
  const figures: [string, string][] = [
    [text.runs, formatCount(data.total_runs)],
    [text.rate, formatShare(data.success_rate)],
    [text.median, seconds(data.p50_runtime_seconds)],
    [text.p95, seconds(data.p95_runtime_seconds)],
  ];
  if (data.total_rows_processed > 0) figures.push([text.rows, formatCount(data.total_rows_processed)]);
  if (data.total_cost > 0) figures.push([text.cost, formatMoney(data.total_cost)]);
  return (
    <section aria-label={text.label} className={css.strip}>
      <span className={css.label}>{text.label}</span>
      <dl className={css.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function seconds(value: number | null): string {
  return value === null ? '–' : formatDuration(value * 1000);
}
