import { Stack, Text, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { stringify } from 'yaml';
import { $api } from '@/shared/api/client';
import { May } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { YamlView } from '@/shared/code/YamlView';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { AnchorLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { ProblemList } from '@/shared/ui/ProblemList';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfRun } from '@/shared/ui/states';
import { strategies, strategy as text } from '@/text/strategies';
import { AuditTable } from './AuditTable';
import { ParameterValues } from './ParameterValues';
import { ScheduleTable } from './ScheduleTable';
import css from './StrategyPage.module.css';
import { StrategyActs } from './StrategyActs';

/** One strategy: what it gives its template, its schedules, and who changed it. */
export function StrategyPage() {
  const { id } = useParams({ from: '/strategies/$id' });
  const query = $api.useQuery('get', '/api/strategies/{id}', { params: { path: { id } } }, { placeholderData: undefined });
  const view = query.data;
  return (
    <Page title={view?.name ?? id} crumb={<AnchorLink size="sm" to="/strategies">{text.crumb}</AnchorLink>} state={view ? <Standing of={view} /> : null} actions={view ? <StrategyActs of={view} /> : null}>
      <Answer of={query}>
        {(found) => (
          <Stack>
            <ProblemList problems={found.problems} title={found.stale ? text.stale : undefined} />
            <May do="workflow.schedule:read">
              <Part title={text.headings.schedules}>{found.archived_at ? <Text size="sm">{text.archived}</Text> : <ScheduleTable id={id} />}</Part>
            </May>
            <Part title={text.headings.parameters}>
              <ParameterValues of={found} />
            </Part>
            <Part title={text.headings.overlay}>
              {Object.keys(found.overlay).length > 0 ? (
                <YamlView text={stringify(found.overlay)} label={text.overlay.label} />
              ) : (
                <Text size="sm" c="dimmed">
                  {text.overlay.none}
                </Text>
              )}
            </Part>
            <Part title={text.headings.audit}>
              <AuditTable id={id} />
            </Part>
          </Stack>
        )}
      </Answer>
    </Page>
  );
}

function Standing({ of: view }: { of: Api<'StrategyView'> }) {
  return (
    <>
      {view.description ? <div>{view.description}</div> : null}
      <div className={css.line}>
        <span>{strategies.statuses[view.status]}</span>
        <span>
          {text.of} <AnchorLink to="/templates/$id" params={{ id: view.template }}>{view.template}</AnchorLink>
        </span>
        <AnchorLink to="/workflows/$id" params={{ id: view.id }}>
          {text.workflow}
        </AnchorLink>
        {view.next_run_at ? <Time at={view.next_run_at} /> : null}
        {view.last_run ? (
          <AnchorLink to="/runs/$id" params={{ id: view.last_run.id }} c="inherit">
            <StateMark state={stateOfRun(view.last_run)} words={view.last_run.status} />
          </AnchorLink>
        ) : null}
        <span>
          {`${text.revision(view.revision)}, ${text.by} ${view.updated_by}, `}
          <Time at={view.updated_at} show="relative" />
        </span>
      </div>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}
