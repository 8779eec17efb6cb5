import { Code, Table, Text } from '@mantine/core';
import { call, client } from '@/shared/api/client';
import { May } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { formatDuration } from '@/shared/time/format';
import { Time } from '@/shared/time/Time';
import { confirm } from '@/shared/ui/confirm';
import { connections as text } from '@/text/secrets';
import { RowActs } from '../RowActs';

/** One connection, and a look whether it leads anywhere. */
export function ConnectionRow({ connection, onEdit }: { connection: Api<'ConnectionRecord'>; onEdit: () => void }) {
  const { name, revision } = connection;
  const path = { params: { path: { name } } };
  const remove = useAct(() => call(client.DELETE('/api/connections/{name}', { ...path, headers: { 'If-Match': `"${revision}"` } })), { done: () => text.removed(name) });
  const check = useAct(() => call(client.POST('/api/connections/{name}/check', path)));
  const settings = Object.entries(connection.settings as Record<string, unknown>);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {connection.description}
        </Text>
        <Down health={connection.health} />
      </Table.Td>
      <Table.Td>{connection.kind}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {settings.map(([key, value]) => (
          <div key={key}>
            {key} <Code>{String(value)}</Code>
          </div>
        ))}
      </Table.Td>
      <Table.Td>
        {connection.sealed.join(', ')}
        {connection.opens ? null : (
          <Text size="sm" fw={600}>
            {text.closed}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Time at={connection.updated_at} show="short" /> {connection.updated_by}
      </Table.Td>
      <Table.Td>
        <May do="admin">
          <RowActs
            acts={[
              { words: text.check, label: text.checkOf(name), pending: check.isPending, act: () => check.mutate(undefined) },
              { words: text.edit, label: text.editOf(name), act: onEdit },
              { words: text.remove, label: text.removeOf(name), pending: remove.isPending, act: () => confirm({ ...text.removing(name), act: text.remove, onConfirm: () => remove.mutate(undefined) }) },
            ]}
            outcome={check.data ? { good: check.data.connected, words: check.data.connected ? text.good(check.data.detail, formatDuration(check.data.milliseconds)) : text.bad(check.data.detail) } : undefined}
          />
        </May>
      </Table.Td>
    </Table.Tr>
  );
}

/** Says of a connection that is down since when, why, and who waits. */
function Down({ health }: { health: Api<'ConnectionHealth'> | null }) {
  if (!health?.opened_at) return null;
  return (
    <Text size="sm" fw={600}>
      {text.down} <Time at={health.opened_at} show="short" />: {health.failure} {text.waiting(health.waiting)}
    </Text>
  );
}
