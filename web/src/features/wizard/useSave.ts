import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { formatTime } from '@/shared/time/format';
import { wizard as text } from '@/text/wizard';
import type { Draft } from './draft';
import type { Document } from './json';

type Asked = { draft: Draft; document: Document; revision: number };

/** Makes the schedule, or saves it where nobody else has since; then shows its page. */
export function useSave(schedule: Schedule | null, zone: string, before: () => void) {
  const navigate = useNavigate();
  return useAct(
    ({ draft, document, revision }: Asked) => {
      const body = { ...document, by: actor(), reason: draft.reason || undefined };
      if (!schedule) return call(client.POST('/api/workflows/{workflowId}/schedules', { params: { path: { workflowId: draft.workflow! } }, body }));
      const until = draft.until ? new Date(draft.until).toISOString() : undefined;
      return call(client.PUT('/api/schedules/{id}', { params: { path: { id: schedule.id } }, headers: { 'If-Match': `"${revision}"` }, body: { ...body, until } }));
    },
    {
      ownProblems: true,
      after: (saved) => {
        const next = saved.next_run_at ? formatTime(saved.next_run_at, zone) : null;
        const message = schedule ? (next ? text.savedAs(next) : text.saved) : next ? text.created(next) : text.createdNever;
        notifications.show({ message, withBorder: true, autoClose: 10_000 });
        before();
        void navigate({ to: '/schedules/$id', params: { id: saved.id }, ignoreBlocker: true });
      },
    },
  );
}
