import { Alert } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { TaskGraph } from '@/shared/graph/TaskGraph';
import { Answer } from '@/shared/ui/Answer';
import { AnchorLink } from '@/shared/ui/links';
import { workflow as text } from '@/text/workflows';
import css from './GraphTab.module.css';
import { TaskPanel } from './TaskPanel';

/** The tasks and what waits for what; the chosen one's panel beside. */
export function GraphTab({ id, view }: { id: string; view: Api<'WorkflowView'> }) {
  const { task, version } = useSearch({ from: '/workflows/$id' });
  const go = useNavigate({ from: '/workflows/$id' });
  const query = $api.useQuery('get', '/api/workflows/{id}/graph', { params: { path: { id }, query: { version } } });
  const pick = (chosen: string | undefined) => void go({ search: (now) => ({ ...now, task: chosen }), replace: true });
  return (
    <>
      {version ? (
        <Alert variant="light" color="gray" mb="sm" title={text.graph.ofVersion(version.slice(0, 8))}>
          <AnchorLink to="/workflows/$id" params={{ id }} search={{ task }}>
            {text.graph.current}
          </AnchorLink>
        </Alert>
      ) : null}
      <div className={css.beside}>
        <Answer of={query}>{(graph) => <TaskGraph graph={graph} selected={task} onSelect={(chosen) => pick(chosen === task ? undefined : chosen)} label={text.graph.label(view.summary.name ?? id)} />}</Answer>
        <TaskPanel task={task ? view.tasks.find((one) => one.id === task) : undefined} asked={task} onClose={() => pick(undefined)} />
      </div>
    </>
  );
}
