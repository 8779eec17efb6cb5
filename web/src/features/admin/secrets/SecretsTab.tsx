import { Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { $api, call, client } from '@/shared/api/client';
import { May, useMay } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { confirm } from '@/shared/ui/confirm';
import { Empty } from '@/shared/ui/Empty';
import { secrets as text } from '@/text/secrets';
import { AdminTable } from '../AdminTable';
import { RowActs } from '../RowActs';
import { Keys } from './Keys';
import { SecretDialog } from './SecretDialog';

/** What tasks may name and nobody sees. */
export function SecretsTab() {
  const secrets = $api.useQuery('get', '/api/secrets');
  const [edited, setEdited] = useState<string | null>(null);
  return (
    <Stack gap="md">
      <May do="admin">
        <Group>
          <Button onClick={() => setEdited('')}>{text.add}</Button>
        </Group>
      </May>
      <Answer of={secrets}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={text.none.title} words={text.none.words} example={text.none.example} />
          ) : (
            <AdminTable label={text.title} columns={text.columns}>
              {items.map((secret) => (
                <Secret key={secret.name} secret={secret} onSet={() => setEdited(secret.name)} />
              ))}
            </AdminTable>
          )
        }
      </Answer>
      <May do="admin">
        <Keys />
      </May>
      {edited === null ? null : <SecretDialog name={edited || undefined} onClose={() => setEdited(null)} />}
    </Stack>
  );
}

function Secret({ secret, onSet }: { secret: Api<'SecretRecord'>; onSet: () => void }) {
  const { name, version } = secret;
  const mayChange = useMay()('admin');
  const remove = useAct(() => call(client.DELETE('/api/secrets/{name}', { params: { path: { name } }, headers: { 'If-Match': `"${version}"` } })), { done: () => text.removed(name) });
  return (
    <Table.Tr>
      <Table.Td>
        <Code>{name}</Code>
      </Table.Td>
      <Table.Td>
        {text.providers[secret.provider]}
        {secret.behind.map((other) => (
          <Text key={other} size="sm" c="dimmed">
            {text.behind(text.providers[other])}
          </Text>
        ))}
        {secret.opens ? null : (
          <Text size="sm" fw={600}>
            {text.closed(secret.key ?? '?')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{version}</Table.Td>
      <Table.Td>
        {secret.updated_at ? <Time at={secret.updated_at} show="short" /> : null} {secret.updated_by ? text.by(secret.updated_by) : null}
      </Table.Td>
      <Table.Td>{secret.used_at ? <Time at={secret.used_at} show="short" /> : text.never}</Table.Td>
      <Table.Td>
        {mayChange && version !== null ? (
          <RowActs
            acts={[
              { words: text.change, label: text.changeOf(name), act: onSet },
              { words: text.remove, label: text.removeOf(name), pending: remove.isPending, act: () => confirm({ ...text.removing(name), act: text.remove, onConfirm: () => remove.mutate(undefined) }) },
            ]}
          />
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}
