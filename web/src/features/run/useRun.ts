import { $api } from '@/shared/api/client';
import { isEnded } from '@/shared/runs/words';

/** All that the page shows of a run. Events of the run keep it live; once it has ended nothing is asked any more. */
export function useRun(id: string) {
  const path = { params: { path: { id } } };
  const run = $api.useQuery('get', '/api/runs/{id}', path, { placeholderData: undefined });
  const known = { enabled: run.data !== undefined, placeholderData: undefined };
  const tasks = $api.useQuery('get', '/api/runs/{id}/tasks', path, known);
  const artifacts = $api.useQuery('get', '/api/runs/{id}/artifacts', path, known);
  const graph = $api.useQuery(
    'get',
    '/api/workflows/{id}/graph',
    { params: { path: { id: run.data?.workflow_id ?? '' }, query: { version: run.data?.version } } },
    // A version never changes.
    { ...known, staleTime: 'static' },
  );
  return { run, tasks, artifacts, graph, ended: run.data !== undefined && isEnded(run.data.status) };
}
