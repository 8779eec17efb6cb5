import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { call, client } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { ProblemList } from '@/shared/ui/ProblemList';
import { admin } from '@/text/admin';
import { ScopeBoxes } from './scopes';

const text = admin.users;

type Props = { user: Api<'Account'> | null; onClose: () => void; onLink: (name: string, link: string) => void };

/** A new account, or what one may do. */
export function UserDialog({ user, onClose, onLink }: Props) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Api<'Account'>['kind']>('person');
  const [scopes, setScopes] = useState<string[]>(user?.scopes ?? ['workflow:read', 'workflow.schedule:read']);
  const make = useAct(() => call(client.POST('/api/accounts', { body: { id: name, kind, scopes } })), {
    ownProblems: true,
    after: (made) => {
      onClose();
      if (made.link) onLink(made.account.id, made.link);
    },
  });
  const change = useAct((id: string) => call(client.PUT('/api/accounts/{id}', { params: { path: { id } }, body: { scopes } })), { ownProblems: true, done: (_, id) => text.saved(id), after: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (user) change.mutate(user.id);
    else make.mutate(undefined);
  };
  return (
    <Modal opened onClose={onClose} title={user ? text.dialog.change(user.id) : text.dialog.title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <ProblemList error={make.error ?? change.error} />
          {user ? null : (
            <>
              <TextInput label={text.dialog.name} value={name} onChange={(event) => setName(event.currentTarget.value)} required data-autofocus />
              <SegmentedControl
                aria-label={text.dialog.kind}
                data={[
                  { value: 'person', label: text.kinds.person },
                  { value: 'service', label: text.kinds.service },
                ]}
                value={kind}
                onChange={(value) => setKind(value as Api<'Account'>['kind'])}
              />
              <Text size="sm" c="dimmed">
                {text.kindHint}
              </Text>
            </>
          )}
          <ScopeBoxes label={text.dialog.may} value={scopes} onChange={setScopes} />
          <Group justify="flex-end">
            <Button type="submit" loading={make.isPending || change.isPending}>
              {user ? text.dialog.save : text.dialog.make}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
