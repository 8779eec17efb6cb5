import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Api } from '@/shared/api/types';
import type { State } from '@/shared/ui/states';

export type TaskGraphProps = {
  graph: Api<'GraphView'>;
  /** By task; a task without one has no mark. */
  states?: Record<string, State>;
  /** A few words under the name of a task, such as "18 of 20" or "1 m 12 s". */
  details?: Record<string, string>;
  selected?: string;
  onSelect?: (task: string) => void;
  /** What the picture shows, for those who do not see it. */
  label: string;
};

const Canvas = lazy(() => import('./TaskCanvas').then((file) => ({ default: file.TaskCanvas })));

/** The tasks of a workflow and what waits for what, from left to right. The drawing itself is loaded when first needed. */
export function TaskGraph(props: TaskGraphProps) {
  return (
    <Suspense fallback={<Skeleton height={160} />}>
      <Canvas {...props} />
    </Suspense>
  );
}
