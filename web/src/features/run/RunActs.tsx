import { Button, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { useMay } from '@/shared/api/may';
import { problemsOf } from '@/shared/api/problem';
import { ReasonDialog } from '@/shared/acts/ReasonDialog';
import type { Run } from '@/shared/api/types';
import { tellRefusal, useAct } from '@/shared/api/useAct';
import { run as words } from '@/text/run';

const text = words.act;
const overBudget = 'SCH005';

/** What can be done with a run: cancel it while it is open, retry it once it has failed or was canceled. */
export function RunActs({ run }: { run: Run }) {
  const [asking, setAsking] = useState<'cancel' | 'budget' | undefined>();
  const navigate = useNavigate();
  const mayRun = useMay()('run:execute');
  const path = { path: { id: run.id } };
  const cancel = useAct((reason: string | undefined) => call(client.POST('/api/runs/{id}/cancel', { params: path, body: { by: actor(), reason } })), {
    done: () => text.canceled,
    after: () => setAsking(undefined),
    ownProblems: true,
  });
  const retry = useAct((reason: string | undefined) => call(client.POST('/api/runs/{id}/retry', { params: path, body: { by: actor(), reason, over_budget: reason !== undefined } })), {
    done: () => text.retried,
    after: (made) => {
      setAsking(undefined);
      void navigate({ to: '/runs/$id', params: { id: made.run_id } });
    },
    ownProblems: true,
  });
  const tryAgain = () =>
    retry.mutate(undefined, {
      onError: (error) => (problemsOf(error).every((problem) => problem.code === overBudget) ? setAsking('budget') : tellRefusal(error)),
    });
  if (!mayRun) return null;
  return (
    <>
      {run.status === 'pending' || run.status === 'running' ? (
        <Button size="sm" variant="default" onClick={() => setAsking('cancel')}>
          {text.cancel}
        </Button>
      ) : null}
      {run.status === 'failed' || run.status === 'canceled' ? (
        <Button size="sm" loading={retry.isPending && asking === undefined} title={text.retryWords} onClick={tryAgain}>
          {text.retry}
        </Button>
      ) : null}
      {asking === 'cancel' ? (
        <ReasonDialog title={text.cancelTitle} act={text.cancel} keep={text.keep} reasonLabel={text.reason} danger pending={cancel.isPending} error={cancel.error} onClose={() => setAsking(undefined)} onAct={(reason) => cancel.mutate(reason)}>
          <Text size="sm">{text.cancelWords}</Text>
        </ReasonDialog>
      ) : null}
      {asking === 'budget' ? (
        <ReasonDialog title={text.budgetTitle} act={text.budgetAct} keep={text.back} reason="required" reasonLabel={text.budgetReason} pending={retry.isPending} error={retry.error} onClose={() => setAsking(undefined)} onAct={(reason) => retry.mutate(reason)} />
      ) : null}
    </>
  );
}
