import { Button } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { useMay } from '@/shared/api/may';
import { useAct } from '@/shared/api/useAct';
import type { Run } from '@/shared/api/types';
import { schedule as text } from '@/text/schedule';
import { useChange } from './place';

/** Makes a new run from the failed tasks on and shows that one. */
export function RetryButton({ run }: { run: Run }) {
  const change = useChange();
  const mayRun = useMay()('run:execute');
  const retry = useAct(() => call(client.POST('/api/runs/{id}/retry', { params: { path: { id: run.id } }, body: { by: actor() } })), {
    done: () => text.run.retried,
    after: (made) => change({ run: made.run_id }),
  });
  if (!mayRun) return null;
  return (
    <Button leftSection={<RotateCw size={16} />} loading={retry.isPending} onClick={() => retry.mutate()}>
      {text.acts.retry}
    </Button>
  );
}
