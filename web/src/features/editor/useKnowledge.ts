import { useMemo } from 'react';
import { $api } from '@/shared/api/client';
import workflowSchema from '../../../../docs/reference/workflow.schema.json?raw';
import type { Knowledge, Schema, TaskType } from './knowledge';

const schema = JSON.parse(workflowSchema) as Schema;

/** What may stand in a file on this server. Task types come from the server, which may have plugins. */
export function useKnowledge(): Knowledge {
  const types = $api.useQuery('get', '/api/task-types', {}, { staleTime: Infinity });
  return useMemo(() => ({ schema, taskTypes: (types.data?.items ?? []) as unknown as TaskType[] }), [types.data]);
}
