import { $api } from '@/shared/api/client';
import type { Run } from '@/shared/api/types';
import { Elapsed } from '@/shared/time/Elapsed';
import { formatDuration } from '@/shared/time/format';
import { Time } from '@/shared/time/Time';
import { AnchorLink } from '@/shared/ui/links';
import { formatCount, formatMoney } from '@/shared/ui/money';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfRun } from '@/shared/ui/states';
import { schedule as text } from '@/text/schedule';
import { Facts } from './Facts';

const words = text.run;

export function RunFacts({ run, zone }: { run: Run; zone: string | null }) {
  const tasks = $api.useQuery('get', '/api/runs/{id}/tasks', { params: { path: { id: run.id } } });
  const attempts = tasks.data?.items.reduce((sum, task) => sum + task.attempt_count, 0);
  const retried = tasks.data?.items.filter((task) => task.attempt_count > 1).length ?? 0;
  return (
    <Facts
      of={{
        [words.status]: <StateMark state={stateOfRun(run)} words={text.history.statuses[run.status]} />,
        [words.trigger]: [text.history.triggers[run.trigger], run.created_by ? words.by(run.created_by) : ''].join(' '),
        [words.nominal]: run.nominal_at ? <Time at={run.nominal_at} zone={zone} /> : null,
        [words.started]: run.started_at ? <Time at={run.started_at} zone={zone} seconds /> : null,
        [words.ended]: run.completed_at ? <Time at={run.completed_at} zone={zone} seconds /> : null,
        [words.took]: run.started_at ? <Elapsed from={run.started_at} to={run.completed_at} /> : null,
        [words.lateness]: run.lateness_ms === null ? null : formatDuration(run.lateness_ms),
        [words.tasks]: words.tasksWords(run.tasks_succeeded, run.tasks_total, run.tasks_failed),
        [words.attempts]: attempts === undefined ? null : words.attemptsWords(attempts, retried),
        [words.cost]: formatMoney(run.cost),
        [words.rows]: formatCount(run.rows),
        [words.window]: run.window ? words.windowWords(run.window.start_date, run.window.last_date) : null,
        [words.retryOf]: run.retry_of ? (
            <AnchorLink inherit to="/runs/$id" params={{ id: run.retry_of }}>
              {run.retry_of}
            </AnchorLink>
          ) : null,
        [words.version]: <code>{run.version.slice(0, 12)}</code>,
        [words.id]: <code>{run.id}</code>,
      }}
    />
  );
}
