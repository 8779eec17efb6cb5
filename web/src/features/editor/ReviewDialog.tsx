import { Button, Group, Modal, Stack, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { statusOf } from '@/shared/api/problem';
import { useAct } from '@/shared/api/useAct';
import { YamlDiff } from '@/shared/code/YamlDiff';
import { ProblemList } from '@/shared/ui/ProblemList';
import { editor as text } from '@/text/editor';
import { Conflict } from './Conflict';
import type { Edited } from './EditorForm';
import { idOf } from './graphOf';
import { PlanView } from './PlanView';
import type { useDraft } from './useDraft';

type Props = { of: Edited | null; before: string; draft: ReturnType<typeof useDraft>; onClose: () => void };

/** What saving would change, before it does; and what somebody else has saved meanwhile. */
export function ReviewDialog({ of, before, draft, onClose }: Props) {
  const go = useNavigate();
  const [theirs, setTheirs] = useState<{ yaml: string; version: string } | null>(null);
  const id = of?.id ?? idOf(draft.text) ?? '';
  const save = useAct(
    () =>
      of
        ? call(client.PUT('/api/workflows/{id}', { params: { path: { id: of.id } }, headers: { 'If-Match': `"${draft.base}"` }, body: { yaml: draft.text, by: actor() } }))
        : call(client.POST('/api/workflows', { body: { yaml: draft.text, by: actor() } })),
    {
      ownProblems: true,
      done: () => (of ? text.saved(id) : text.created(id)),
      after: ({ summary }) => {
        draft.drop();
        void go({ to: '/workflows/$id', params: { id: summary.id ?? id } });
      },
    },
  );
  const read = useAct((workflow: string) => call(client.GET('/api/workflows/{id}', { params: { path: { id: workflow } } })), {
    after: ({ yaml, summary }) => setTheirs({ yaml, version: summary.version ?? '' }),
  });
  const act = () => save.mutate(undefined, { onError: (error) => of && statusOf(error) === 412 && read.mutate(of.id) });
  const say = text.reviewing;

  if (theirs) {
    return (
      <Modal opened onClose={onClose} size="min(1200px, 96vw)" title={text.conflict.title}>
        <Conflict
          theirs={theirs.yaml}
          yours={draft.text}
          onTake={() => {
            draft.drop();
            draft.write(theirs.yaml, theirs.version);
            onClose();
          }}
          onKeep={() => {
            draft.write(draft.text, theirs.version);
            save.reset();
            setTheirs(null);
          }}
        />
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} size="min(1200px, 96vw)" title={say.title}>
      <Stack>
        <PlanView id={id} path={of?.path ?? `${id}.yaml`} yaml={draft.text} />
        {of ? (
          <section>
            <Title order={3} size="h4" mb="xs">
              {say.change}
            </Title>
            <YamlDiff before={before} after={draft.text} names={[say.before, say.after]} />
          </section>
        ) : null}
        <ProblemList error={save.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say.back}
          </Button>
          <Button loading={save.isPending || read.isPending} onClick={act} data-autofocus>
            {of ? say.save : say.create}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
