import type { ReactNode } from 'react';
import { Code } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Run } from '@/shared/api/types';
import { Elapsed } from '@/shared/time/Elapsed';
import { formatDuration } from '@/shared/time/format';
import { Time } from '@/shared/time/Time';
import { AnchorLink } from '@/shared/ui/links';
import { formatCount, formatMoney } from '@/shared/ui/money';
import { run as words } from '@/text/run';
import css from './Run.module.css';

const text = words.facts;

/** What is known of the run: whose it is, when it was due, how long it took, what it is a part or a retry of. */
export function RunFacts({ run, zone, ended }: { run: Run; zone: string | null; ended: boolean }) {
  const trigger = words.triggers[run.trigger];
  // Who made it is told in words where it says more than the trigger: the runs that start one another are linked below.
  const by = run.created_by && !run.created_by.startsWith('run ') && run.created_by !== run.trigger ? text.by(trigger, run.created_by) : trigger;
  return (
    <dl className={css.facts} aria-label={text.label}>
      <Fact name={text.workflow}>
        <AnchorLink to="/workflows/$id" params={{ id: run.workflow_id }} size="sm">
          {run.workflow_id}
        </AnchorLink>
      </Fact>
      {run.schedule_id ? (
        <Fact name={text.schedule}>
          <AnchorLink to="/schedules/$id" params={{ id: run.schedule_id }} size="sm">
            {run.schedule_id}
          </AnchorLink>
        </Fact>
      ) : null}
      <Fact name={text.trigger}>{by}</Fact>
      {run.nominal_at ? (
        <Fact name={text.nominal}>
          <Time at={run.nominal_at} zone={zone} />
        </Fact>
      ) : null}
      {run.window ? <Fact name={text.window}>{text.windowWords(run.window.start_date, run.window.last_date)}</Fact> : null}
      {run.started_at ? (
        <>
          <Fact name={text.started}>
            <Time at={run.started_at} zone={zone} seconds />
          </Fact>
          <Fact name={text.took}>
            <Elapsed from={run.started_at} to={run.completed_at} />
          </Fact>
        </>
      ) : null}
      {run.lateness_ms === null ? null : <Fact name={text.late}>{formatDuration(run.lateness_ms)}</Fact>}
      {run.cost === 0 ? null : <Fact name={text.cost}>{formatMoney(run.cost)}</Fact>}
      {run.rows === 0 ? null : <Fact name={text.rows}>{formatCount(run.rows)}</Fact>}
      {run.retry_of ? <RunLink name={text.retryOf} id={run.retry_of} label={text.retryOfWords} /> : null}
      <Retries run={run} ended={ended} />
      {run.parent_run_id ? <RunLink name={text.parent} id={run.parent_run_id} label={text.parentWords} /> : null}
      <Fact name={text.version}>
        <Code title={run.version}>{run.version.slice(0, 8)}</Code>
      </Fact>
      <Fact name={text.id}>
        <Code>{run.id}</Code>
      </Fact>
    </dl>
  );
}

// Only what has ended can have been retried.
function Retries({ run, ended }: { run: Run; ended: boolean }) {
  const query = { trigger: 'retry', workflow: run.workflow_id, created_from: run.created_at, order: 'asc', limit: 200 };
  const { data } = $api.useQuery('get', '/api/runs', { params: { query } }, { enabled: ended && run.status !== 'completed', staleTime: 'static', gcTime: 0, placeholderData: undefined });
  const retries = data?.items.filter((each) => each.retry_of === run.id) ?? [];
  return retries.length === 0 ? null : (
    <Fact name={text.retries}>
      {retries.map((retry, index) => (
        <AnchorLink key={retry.id} to="/runs/$id" params={{ id: retry.id }} size="sm" mr={8}>
          {text.retryWords(index + 1, retries.length)}
        </AnchorLink>
      ))}
    </Fact>
  );
}

function RunLink({ name, id, label }: { name: string; id: string; label: string }) {
  return (
    <Fact name={name}>
      <AnchorLink to="/runs/$id" params={{ id }} size="sm" title={id}>
        {label}
      </AnchorLink>
    </Fact>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
