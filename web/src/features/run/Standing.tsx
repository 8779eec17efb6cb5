import type { Run, TaskRun } from '@/shared/api/types';
import { AnchorLink } from '@/shared/ui/links';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfRun } from '@/shared/ui/states';
import { run as text } from '@/text/run';
import { runs } from '@/text/runs';
import css from './Run.module.css';
import { standingOf } from './standingOf';
import { pickOf } from './taskKey';

/** Where the run stands, and why, in one line. */
export function Standing({ run, tasks }: { run: Run; tasks: readonly TaskRun[] }) {
  const failed = run.status === 'failed' ? tasks.find((task) => task.status === 'failed' && task.item_count === null) : undefined;
  return (
    <div className={css.standing} role="status">
      <StateMark state={stateOfRun(run)} words={runs.status[run.status]} />
      <span>
        {standingOf(run, tasks)}{' '}
        {run.error ? (
          <AnchorLink underline="always" size="sm" to="/problems/$code" params={{ code: run.error.code }}>
            {run.error.code}
          </AnchorLink>
        ) : null}{' '}
        {failed ? (
          <AnchorLink underline="always" size="sm" to="/runs/$id" params={{ id: run.id }} search={{ ...pickOf(failed), tab: 'log' }}>
            {text.standing.failedAt}
          </AnchorLink>
        ) : null}
      </span>
    </div>
  );
}
