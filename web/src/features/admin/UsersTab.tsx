import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { $api, call, client } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { confirm } from '@/shared/ui/confirm';
import { Empty } from '@/shared/ui/Empty';
import { admin } from '@/text/admin';
import { AdminTable } from './AdminTable';
import { ShownOnce } from './ShownOnce';
import { UserDialog } from './UserDialog';

const text = admin.users;

/** Who may use this server. */
export function UsersTab() {
  const users = $api.useQuery('get', '/api/accounts');
  const [edited, setEdited] = useState<Api<'Account'> | 'new' | null>(null);
  const [link, setLink] = useState<{ name: string; secret: string } | null>(null);
  return (
    <Stack gap="md">
      <Group>
        <Button onClick={() => setEdited('new')}>{text.add}</Button>
      </Group>
      <Answer of={users}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={text.none.title} words={text.none.words} />
          ) : (
            <AdminTable label={admin.tabs.users} columns={text.columns}>
              {items.map((user) => (
                <User key={user.id} user={user} onEdit={() => setEdited(user)} onLink={(secret) => setLink({ name: user.id, secret })} />
              ))}
            </AdminTable>
          )
        }
      </Answer>
      {edited ? <UserDialog user={edited === 'new' ? null : edited} onClose={() => setEdited(null)} onLink={(name, secret) => setLink({ name, secret })} /> : null}
      {link ? <ShownOnce title={text.linkTitle(link.name)} words={text.linkWords} secret={link.secret} onClose={() => setLink(null)} /> : null}
    </Stack>
  );
}

function User({ user, onEdit, onLink }: { user: Api<'Account'>; onEdit: () => void; onLink: (secret: string) => void }) {
  const id = user.id;
  const path = { params: { path: { id } } };
  const disabled = user.disabled_at !== null;
  const turn = useAct((off: boolean) => call(client.PUT('/api/accounts/{id}', { ...path, body: { disabled: off } })), { done: (_, off) => (off ? text.disabled(id) : text.enabled(id)) });
  const link = useAct(() => call(client.POST('/api/accounts/{id}/link', path)), { after: (made) => onLink(made.link) });
  const state = disabled ? text.states.disabled : user.kind === 'person' && !user.has_password ? text.states.waits : text.states.active;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={600} size="sm">
          {id}
        </Text>
      </Table.Td>
      <Table.Td>{text.kinds[user.kind]}</Table.Td>
      <Table.Td>{state}</Table.Td>
      <Table.Td>{user.scopes.join(', ')}</Table.Td>
      <Table.Td>
        <Time at={user.created_at} show="short" />
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          <Button size="compact-xs" variant="default" onClick={onEdit}>
            {text.edit}
          </Button>
          {user.kind === 'person' && !disabled ? (
            <Button size="compact-xs" variant="default" loading={link.isPending} onClick={() => link.mutate(undefined)}>
              {text.link}
            </Button>
          ) : null}
          <Button
            size="compact-xs"
            variant="default"
            loading={turn.isPending}
            onClick={() => (disabled ? turn.mutate(false) : confirm({ ...text.disabling(id), act: text.disable, onConfirm: () => turn.mutate(true) }))}
          >
            {disabled ? text.enable : text.disable}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
