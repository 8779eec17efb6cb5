import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { useAct } from '@/shared/api/useAct';
import { acts as text } from '@/text/acts';

type Given = { input: Record<string, unknown>; reason?: string; over: boolean };

/** Starts a run and goes to its page. The same input sent again, as after a lost connection, makes no second run. */
export function useRunNow(workflowId: string, onStarted: () => void) {
  const go = useNavigate();
  const last = useRef({ sent: '', key: '' });
  return useAct(
    ({ input, reason, over }: Given) => {
      const body = { input, by: actor(), reason, over_budget: over };
      const sent = JSON.stringify(body);
      if (last.current.sent !== sent) last.current = { sent, key: newKey() };
      return call(client.POST('/api/workflows/{id}/run-now', { params: { path: { id: workflowId } }, body, headers: { 'Idempotency-Key': last.current.key } }));
    },
    {
      ownProblems: true,
      done: () => text.runNow.done(workflowId),
      after: (accepted) => {
        onStarted();
        void go({ to: '/runs/$id', params: { id: accepted.run_id } });
      },
    },
  );
}

// crypto.randomUUID is missing on pages that did not come by https.
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
