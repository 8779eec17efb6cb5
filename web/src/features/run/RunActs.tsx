import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { problemsOf } from '@/shared/api/problem';
import type { Problem, Run } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { run as words } from '@/text/run';
import { AskReason } from './AskReason';

const text = words.act;
const overBudget = 'SCH005';

/** What can be done with a run: cancel it while it is open, retry it once it has failed or was canceled. */
export function RunActs({ run }: { run: Run }) {
  const [asking, setAsking] = useState<'cancel' | 'budget' | undefined>();
  const [refused, setRefused] = useState<readonly Problem[]>([]);
  const navigate = useNavigate();
  const path = { path: { id: run.id } };
  const cancel = useAct((reason: string) => call(client.POST('/api/runs/{id}/cancel', { params: path, body: { by: actor(), reason: reason || undefined } })), {
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
      onError: (error) => {
        setRefused(problemsOf(error));
        setAsking('budget');
      },
    });
  const mayRun = refused.every((problem) => problem.code === overBudget);
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
      <AskReason
        opened={asking === 'cancel'}
        title={text.cancelTitle}
        words={text.cancelWords}
        label={text.reason}
        hint={text.reasonHint}
        act={text.cancel}
        keep={text.keep}
        dangerous
        busy={cancel.isPending}
        problems={cancel.error ? problemsOf(cancel.error) : []}
        onClose={() => setAsking(undefined)}
        onAct={(reason) => cancel.mutate(reason)}
      />
      <AskReason
        opened={asking === 'budget'}
        title={mayRun ? text.budgetTitle : text.retry}
        label={mayRun ? text.budgetReason : undefined}
        hint={text.budgetHint}
        act={text.budgetAct}
        keep={text.back}
        required
        busy={retry.isPending}
        problems={retry.error ? problemsOf(retry.error) : refused}
        onClose={() => setAsking(undefined)}
        onAct={(reason) => retry.mutate(reason)}
      />
    </>
  );
}
