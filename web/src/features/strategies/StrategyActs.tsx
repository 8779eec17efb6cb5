import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { useMay } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { confirm } from '@/shared/ui/confirm';
import { ButtonLink } from '@/shared/ui/links';
import { strategy as text } from '@/text/strategies';

/** What can be done with a strategy; nothing once it is deleted. */
export function StrategyActs({ of: { id, enabled, archived_at, revision } }: { of: Api<'StrategyView'> }) {
  const go = useNavigate();
  const mayWrite = useMay()('workflow:write');
  const asked = { params: { path: { id } }, body: { by: actor() }, headers: { 'If-Match': `"${revision}"` } };
  const enable = useAct(() => call(client.POST('/api/strategies/{id}/enable', asked)), { done: () => text.enabled(id) });
  const disable = useAct(() => call(client.POST('/api/strategies/{id}/disable', asked)), { done: () => text.disabled(id) });
  const remove = useAct(() => call(client.DELETE('/api/strategies/{id}', asked)), { done: () => text.removed(id), after: () => void go({ to: '/strategies' }) });
  if (archived_at || !mayWrite) return null;
  return (
    <>
      <Button variant="default" color="red" onClick={() => confirm({ title: text.removeTitle(id), words: text.removeWords, act: text.remove, onConfirm: () => remove.mutate(undefined) })}>
        {text.remove}
      </Button>
      {enabled ? (
        <Button variant="default" onClick={() => confirm({ title: text.disableTitle(id), words: text.disableWords, act: text.disable, onConfirm: () => disable.mutate(undefined) })}>
          {text.disable}
        </Button>
      ) : (
        <Button variant="default" loading={enable.isPending} onClick={() => enable.mutate(undefined)}>
          {text.enable}
        </Button>
      )}
      <ButtonLink to="/strategies/$id/edit" params={{ id }} search={{}}>
        {text.edit}
      </ButtonLink>
    </>
  );
}
