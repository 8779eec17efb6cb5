import { $api } from '@/shared/api/client';
import { useMay } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { AnchorLink } from '@/shared/ui/links';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfRun } from '@/shared/ui/states';
import { workflow as text } from '@/text/workflows';
import css from './WorkflowState.module.css';

/** How a workflow stands, in a line. */
export function WorkflowState({ of: { id, task_count, schedule_count, last_run, template, description } }: { of: Api<'WorkflowSummary'> }) {
  const mayRead = useMay()('workflow.schedule:read');
  const schedules = $api.useQuery('get', '/api/workflows/{workflowId}/schedules', { params: { path: { workflowId: id ?? '' } } }, { enabled: schedule_count > 0 && id !== null && mayRead });
  const next = (schedules.data?.items ?? []).filter((one) => one.next_run_at).toSorted((a, b) => String(a.next_run_at).localeCompare(String(b.next_run_at)))[0];
  return (
    <>
      {description ? <div>{description}</div> : null}
      {template && id ? (
        <div>
          {text.ofStrategy(template)} <AnchorLink to="/strategies/$id" params={{ id }}>{text.toStrategy}</AnchorLink>
        </div>
      ) : null}
      <div className={css.line}>
        <code>{id}</code>
        <span>{text.tasks(task_count)}</span>
        <span>
          {schedule_count === 0 ? text.noSchedule : text.schedules(schedule_count)}
          {next?.next_run_at ? (
            <>
              {`, ${text.next} `}
              <Time at={next.next_run_at} zone={next.timezone} />
            </>
          ) : null}
        </span>
        {last_run ? (
          <span className={css.last}>
            <AnchorLink to="/runs/$id" params={{ id: last_run.id }} c="inherit">
              <StateMark state={stateOfRun(last_run)} words={last_run.status} />
            </AnchorLink>
            <Time at={last_run.created_at} show="relative" />
          </span>
        ) : null}
      </div>
    </>
  );
}
