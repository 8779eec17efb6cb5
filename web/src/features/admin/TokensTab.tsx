import { Button, Code, Group, Stack, Table } from '@mantine/core';
import { useState } from 'react';
import { $api, call, client } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { useNow } from '@/shared/time/clock';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { confirm } from '@/shared/ui/confirm';
import { Empty } from '@/shared/ui/Empty';
import { admin } from '@/text/admin';
import { AdminTable } from './AdminTable';
import { ShownOnce } from './ShownOnce';
import { TokenDialog } from './TokenDialog';

const text = admin.tokens;

/** What programs send to be known. */
export function TokensTab() {
  const tokens = $api.useQuery('get', '/api/tokens');
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Stack gap="md">
      <Group>
        <Button onClick={() => setMaking(true)}>{text.add}</Button>
      </Group>
      <Answer of={tokens}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={text.none.title} words={text.none.words} />
          ) : (
            <AdminTable label={admin.tabs.tokens} columns={text.columns}>
              {items.map((token) => (
                <Token key={token.id} token={token} />
              ))}
            </AdminTable>
          )
        }
      </Answer>
      {making ? <TokenDialog onClose={() => setMaking(false)} onMade={setSecret} /> : null}
      {secret ? <ShownOnce title={text.madeTitle} words={text.madeWords} secret={secret} onClose={() => setSecret(null)} /> : null}
    </Stack>
  );
}

function Token({ token }: { token: Api<'ApiToken'> }) {
  const revoke = useAct(() => call(client.DELETE('/api/tokens/{id}', { params: { path: { id: token.id } } })), { done: () => text.revoked(token.name) });
  const now = useNow();
  const ended = token.ends_at !== null && Date.parse(token.ends_at) <= now;
  return (
    <Table.Tr>
      <Table.Td>
        <Code>{token.id}</Code>
      </Table.Td>
      <Table.Td>{token.account}</Table.Td>
      <Table.Td>{token.name}</Table.Td>
      <Table.Td>{token.revoked_at === null ? (ended ? text.states.ended : text.states.good) : text.states.revoked}</Table.Td>
      <Table.Td>{token.scopes.join(', ')}</Table.Td>
      <Table.Td>{token.used_at === null ? text.never : <Time at={token.used_at} show="short" />}</Table.Td>
      <Table.Td>
        {token.revoked_at === null ? (
          <Button size="compact-xs" variant="default" loading={revoke.isPending} onClick={() => confirm({ ...text.revoking(token.name), act: text.revoke, onConfirm: () => revoke.mutate(undefined) })}>
            {text.revoke}
          </Button>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}
