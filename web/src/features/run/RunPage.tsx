import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { statusOf } from '@/shared/api/problem';
import type { Run } from '@/shared/api/types';
import { TaskGraph } from '@/shared/graph/TaskGraph';
import { now } from '@/shared/time/clock';
import { toMillis } from '@/shared/time/format';
import { useZone } from '@/shared/time/zone';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { AnchorLink, ButtonLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { run as text } from '@/text/run';
import { Details } from './Details';
import { Gantt } from './gantt/Gantt';
import { detailsOf, statesOf } from './graphStates';
import css from './Run.module.css';
import { RunActs } from './RunActs';
import { RunFacts } from './RunFacts';
import type { RunSearch } from './search';
import { Standing } from './Standing';
import type { Pick } from './taskKey';
import { useRun } from './useRun';

export function RunPage() {
  const { id } = useParams({ from: '/runs/$id' });
  const of = useRun(id);
  if (statusOf(of.run.error) === 404)
    return (
      <Page title={text.page}>
        <Empty title={text.missing.title} words={text.missing.words} example={id} action={<ButtonLink to="/runs">{text.missing.go}</ButtonLink>} />
      </Page>
    );
  const { data } = of.run;
  return (
    <Page
      title={data ? text.title(data.workflow_id, data.run_number) : text.page}
      crumb={
        <AnchorLink to="/runs" size="sm">
          {text.allRuns}
        </AnchorLink>
      }
      state={data ? <Standing run={data} tasks={of.tasks.data?.items ?? []} /> : null}
      actions={data ? <RunActs key={id} run={data} /> : null}
    >
      <Answer of={of.run}>{(run) => <Board run={run} of={of} />}</Answer>
    </Page>
  );
}

function Board({ run, of }: { run: Run; of: ReturnType<typeof useRun> }) {
  const search = useSearch({ from: '/runs/$id' });
  const navigate = useNavigate();
  const scheduleZone = run.window?.timezone ?? null;
  const zone = useZone(scheduleZone);
  const tasks = useMemo(() => of.tasks.data?.items ?? [], [of.tasks.data]);
  const states = useMemo(() => statesOf(tasks), [tasks]);
  const details = useMemo(() => detailsOf(tasks), [tasks]);
  const order = useMemo(() => of.graph.data?.nodes.map((node) => node.id) ?? [], [of.graph.data]);
  const change = (next: RunSearch) => void navigate({ to: '/runs/$id', params: { id: run.id }, search: next, replace: true, resetScroll: false });
  const pick = (to: Pick, attempt?: number) => change({ ...to, attempt, tab: search.tab });
  return (
    <>
      <RunFacts run={run} zone={scheduleZone} ended={of.ended} />
      {of.graph.error ? (
        <Text c="dimmed" size="sm" mb="md">
          {text.graph.none}
        </Text>
      ) : (
        <div className={css.graph}>
          <Answer of={of.graph} rows={4}>
            {(graph) => <TaskGraph graph={graph} states={states} details={details} selected={search.task} onSelect={(task) => pick({ task })} label={text.graph.label(run.workflow_id)} />}
          </Answer>
        </div>
      )}
      <div className={css.board}>
        <div className={css.gantt}>
          <Answer of={of.tasks} rows={4}>
            {() => (
              <Gantt
                key={run.id}
                tasks={tasks}
                from={toMillis(run.started_at ?? run.created_at)}
                to={run.completed_at ? toMillis(run.completed_at) : of.ended ? now() : null}
                order={order}
                zone={zone}
                selected={search.task === undefined ? undefined : { task: search.task, item: search.item }}
                attempt={search.attempt}
                onSelect={pick}
              />
            )}
          </Answer>
        </div>
        <Details run={run} tasks={tasks} artifacts={of.artifacts.data?.items ?? []} ended={of.ended} zone={zone} search={search} onChange={change} />
      </div>
    </>
  );
}
