import { ActionIcon, Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { EllipsisVertical, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { RunNowDialog } from '@/shared/acts/RunNowDialog';
import { call, client } from '@/shared/api/client';
import { May, useMay } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { confirm } from '@/shared/ui/confirm';
import { ButtonLink } from '@/shared/ui/links';
import { workflow as text } from '@/text/workflows';

/** What can be done with a workflow. One of a strategy has no file to edit or delete. */
export function WorkflowActs({ of: { id, version, path, schedule_count, template } }: { of: Api<'WorkflowSummary'> }) {
  const go = useNavigate();
  const may = useMay();
  const [starting, setStarting] = useState(false);
  const remove = useAct((workflow: string) => call(client.DELETE('/api/workflows/{id}', { params: { path: { id: workflow } }, headers: { 'If-Match': `"${version}"` } })), {
    done: ({ workflow_id }) => text.removed(workflow_id),
    after: () => void go({ to: '/workflows' }),
  });
  if (!id) return null;
  const ask = () => confirm({ title: text.removeTitle(id), words: text.removeWords(path, schedule_count), act: text.remove, onConfirm: () => remove.mutate(id) });
  return (
    <>
      {template ? null : (
        <ButtonLink variant="default" to="/workflows/$id/edit" params={{ id }} leftSection={<Pencil size={14} />}>
          {text.edit}
        </ButtonLink>
      )}
      <May do="run:execute">
        <Button onClick={() => setStarting(true)}>{text.runNow}</Button>
      </May>
      {starting ? <RunNowDialog workflowId={id} onClose={() => setStarting(false)} /> : null}
      {template || !may('workflow:write') ? null : (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={text.more}>
              <EllipsisVertical size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red" leftSection={<Trash2 size={14} />} onClick={ask}>
              {text.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
