import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { May } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { Time } from '@/shared/time/Time';
import { confirm } from '@/shared/ui/confirm';
import { ProblemList } from '@/shared/ui/ProblemList';
import { health as text } from '@/text/health';

/** What the last pass over the files found, and a way to make another. */
export function Reconcile({ state }: { state: Api<'ReconcileView'> }) {
  const read = useAct((allow: boolean) => call(client.POST('/api/reconcile', { body: { allow_deletions: allow || undefined, by: actor() } as never })), { done: (view) => text.reconcile.done(view.written) });
  const held = state.held.join(', ');
  return (
    <section aria-label={text.reconcile.title}>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{text.reconcile.title}</Title>
        <May do="workflow:write">
          <Button size="xs" variant="default" loading={read.isPending} onClick={() => read.mutate(false)}>
            {text.reconcile.again}
          </Button>
        </May>
      </Group>
      <Stack gap="xs">
        {state.completed_at ? (
          <Text c="dimmed">
            {text.reconcile.completed} <Time at={state.completed_at} show="short" /> · {text.reconcile.counts(state.created, state.updated, state.archived)}
          </Text>
        ) : null}
        {state.error ? <ProblemList error={new Error(state.error)} /> : null}
        {state.held.length > 0 ? (
          <Group>
            <Text>{text.reconcile.held(held)}</Text>
            <May do="workflow:write">
              <Button size="xs" color="red" variant="light" onClick={() => confirm({ title: text.reconcile.allowTitle, words: text.reconcile.allowWords(held), act: text.reconcile.allow, onConfirm: () => read.mutate(true) })}>
                {text.reconcile.allow}
              </Button>
            </May>
          </Group>
        ) : null}
        <ProblemList problems={state.problems} title={text.reconcile.problems} />
      </Stack>
    </section>
  );
}
