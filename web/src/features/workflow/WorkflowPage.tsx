import { Tabs } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import { useMay } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { AnchorLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { ProblemList } from '@/shared/ui/ProblemList';
import { workflow as text } from '@/text/workflows';
import { GraphTab } from './GraphTab';
import { MetricStrip } from './MetricStrip';
import { RunsTab } from './RunsTab';
import { SchedulesTab } from './SchedulesTab';
import { tabs, type Tab } from './search';
import { VersionsTab } from './VersionsTab';
import { WorkflowActs } from './WorkflowActs';
import { WorkflowState } from './WorkflowState';
import { YamlTab } from './YamlTab';

/** One workflow: its graph, text, versions, schedules and runs. */
export function WorkflowPage() {
  const { id } = useParams({ from: '/workflows/$id' });
  const query = $api.useQuery('get', '/api/workflows/{id}', { params: { path: { id } } }, { placeholderData: undefined });
  const summary = query.data?.summary;
  return (
    <Page
      title={summary?.name ?? id}
      crumb={<AnchorLink size="sm" to="/workflows">{text.crumb}</AnchorLink>}
      state={summary ? <WorkflowState of={summary} /> : null}
      actions={summary ? <WorkflowActs of={summary} /> : null}
    >
      <Answer of={query}>{(view) => <Views id={id} view={view} />}</Answer>
    </Page>
  );
}

function Views({ id, view }: { id: string; view: Api<'WorkflowView'> }) {
  const { tab = 'graph' } = useSearch({ from: '/workflows/$id' });
  const go = useNavigate({ from: '/workflows/$id' });
  const mayRead = useMay()('workflow.schedule:read');
  const show = (chosen: string | null) => void go({ search: (now) => ({ ...now, tab: chosen === 'graph' ? undefined : (chosen as Tab) }) });
  return (
    <>
      <ProblemList problems={view.summary.problems} title={view.summary.stale ? text.stale : undefined} />
      <MetricStrip id={id} />
      <Tabs value={tab} onChange={show} keepMounted={false}>
        <Tabs.List aria-label={text.views} mb="md">
          {tabs.filter((one) => one !== 'schedules' || mayRead).map((one) => (
            <Tabs.Tab key={one} value={one}>
              {text.tabs[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="graph">
          <GraphTab id={id} view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="yaml">
          <YamlTab id={id} view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsTab id={id} current={view.summary.version} />
        </Tabs.Panel>
        <Tabs.Panel value="schedules">
          <SchedulesTab id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <RunsTab id={id} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
