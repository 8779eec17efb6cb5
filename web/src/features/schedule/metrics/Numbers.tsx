import type { Api } from '@/shared/api/types';
import { schedule as text } from '@/text/schedule';
import { changeOf, formatMetric } from './change';
import { ChangeWords } from './ChangeWords';
import css from './Metrics.module.css';

const shown = ['success_rate', 'total_runs', 'failed_runs', 'p50_runtime_seconds', 'p95_runtime_seconds', 'p50_lateness_seconds', 'p95_lateness_seconds', 'total_rows_processed', 'total_cost', 'retries', 'recovered'] as const;

/** The numbers of a period with their change against the period before. */
export function Numbers({ metrics, changes }: { metrics: Api<'MetricsView'>; changes: Record<string, Api<'MetricChange'>> | undefined }) {
  const { kind, length, longest_successes, longest_failures } = metrics.streak;
  const streak = text.metrics.streak;
  return (
    <div className={css.numbers}>
      {shown.map((name) => {
        const change = changes?.[name];
        return (
          <div key={name} className={css.number}>
            <div className={css.name}>{text.metrics.names[name]}</div>
            <div className={css.value}>{formatMetric(name, metrics[name])}</div>
            {change ? <ChangeWords change={changeOf(name, change)} /> : null}
          </div>
        );
      })}
      <div className={css.number}>
        <div className={css.name}>{streak.title}</div>
        <div className={css.value}>{length}</div>
        <div className={css.name}>{length === 0 ? streak.none : kind === 'failures' ? streak.failures(length) : streak.successes(length)}</div>
        <div className={css.name}>{streak.longest(longest_successes, longest_failures)}</div>
      </div>
    </div>
  );
}
