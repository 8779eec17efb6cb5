import { Skeleton } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { later } from '@/shared/ui/later';
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

/** The tasks of a workflow and what waits for what, from left to right. The drawing itself is loaded when first needed. */
export const TaskGraph = later<TaskGraphProps>(async () => (await import('./TaskCanvas')).TaskCanvas, <Skeleton height={160} />);
