import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';

/** What can be done to one schedule or to many at once. */
export type Change = 'pause' | 'resume' | 'enable' | 'disable' | 'remove';

export type Given = { reason?: string; until?: string };

/** How many the server did, and which it refused. One alone is never refused here: its problem is thrown. */
export type Outcome = { done: number; refused: Api<'BulkItem'>[] };

// The server takes no more in one call.
const most = 1_000;

/** Carries a change out, for one schedule by its own call, for several by the bulk call. */
export async function change(what: Change, ids: readonly string[], given: Given): Promise<Outcome> {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) {
    await changeOne(what, only, given);
    return { done: 1, refused: [] };
  }
  const outcome: Outcome = { done: 0, refused: [] };
  for (let at = 0; at < ids.length; at += most) {
    const answer = await changeMany(what, ids.slice(at, at + most), given);
    outcome.done += answer.done;
    outcome.refused.push(...answer.items.filter((item) => !item.ok));
  }
  return outcome;
}

function changeOne(what: Change, id: string, { reason, until }: Given) {
  const init = { params: { path: { id } }, body: { by: actor(), reason, until } };
  switch (what) {
    case 'pause':
      return call(client.POST('/api/schedules/{id}/pause', init));
    case 'resume':
      return call(client.POST('/api/schedules/{id}/resume', { params: init.params, body: { by: actor(), reason } }));
    case 'enable':
      return call(client.POST('/api/schedules/{id}/enable', init));
    case 'disable':
      return call(client.POST('/api/schedules/{id}/disable', init));
    case 'remove':
      return call(client.DELETE('/api/schedules/{id}', init));
  }
}

function changeMany(what: Change, ids: string[], { reason, until }: Given) {
  const init = { body: { ids, by: actor(), reason, until } };
  switch (what) {
    case 'pause':
      return call(client.POST('/api/schedules/bulk/pause', init));
    case 'resume':
      return call(client.POST('/api/schedules/bulk/resume', init));
    case 'enable':
      return call(client.POST('/api/schedules/bulk/enable', init));
    case 'disable':
      return call(client.POST('/api/schedules/bulk/disable', init));
    case 'remove':
      return call(client.DELETE('/api/schedules/bulk', init));
  }
}
