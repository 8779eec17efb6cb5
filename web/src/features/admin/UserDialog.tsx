import { SegmentedControl, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { call, client } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { admin } from '@/text/admin';
import { FormDialog } from './FormDialog';
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
  return (
    <FormDialog title={user ? text.dialog.change(user.id) : text.dialog.title} act={user ? text.dialog.save : text.dialog.make} error={make.error ?? change.error} pending={make.isPending || change.isPending} onSubmit={() => (user ? change.mutate(user.id) : make.mutate(undefined))} onClose={onClose}>
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
    </FormDialog>
  );
}
