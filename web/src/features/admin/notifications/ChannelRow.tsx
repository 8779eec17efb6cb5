import { Table, Text } from '@mantine/core';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { May } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { formatDuration } from '@/shared/time/format';
import { Time } from '@/shared/time/Time';
import { confirm } from '@/shared/ui/confirm';
import { AnchorLink } from '@/shared/ui/links';
import { notifications } from '@/text/notifications';
import { RowActs } from '../RowActs';

const text = notifications.channels;

/** One channel: how it does, and a message to try it. */
export function ChannelRow({ channel, onEdit }: { channel: Api<'ChannelRecord'>; onEdit: () => void }) {
  const { name, settings } = channel;
  const asked = { params: { path: { name } }, body: { by: actor() } };
  const remove = useAct(() => call(client.DELETE('/api/notifications/channels/{name}', asked)), { done: () => text.removed(name) });
  const test = useAct(() => call(client.POST('/api/notifications/channels/{name}/test', asked)));
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {name}
        </Text>
      </Table.Td>
      <Table.Td>{notifications.kinds[channel.kind]}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{settings.to?.join(', ') ?? settings.address}</Table.Td>
      <Table.Td>
        <Text size="sm" fw={channel.state === 'ok' ? undefined : 600}>
          {text.states[channel.state]}
          {channel.failing_since ? (
            <>
              {` ${text.since} `}
              <Time at={channel.failing_since} show="short" />
            </>
          ) : null}
        </Text>
        {channel.state === 'ok' ? null : (
          <Text size="sm" c="dimmed">
            {channel.disabled_reason ?? channel.last_error}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {text.day(channel.sent_last_day, channel.failed_last_day)}
        {channel.waiting > 0 ? <Text size="sm">{text.waiting(channel.waiting)}</Text> : null}{' '}
        <AnchorLink size="sm" underline="always" to="/admin" search={{ tab: 'messages', channel: name }}>
          {text.messages}
        </AnchorLink>
      </Table.Td>
      <Table.Td>
        <May do="admin">
          <RowActs
            acts={[
              { words: text.test, label: text.testOf(name), pending: test.isPending, act: () => test.mutate(undefined) },
              { words: text.edit, label: text.editOf(name), act: onEdit },
              { words: text.remove, label: text.removeOf(name), pending: remove.isPending, act: () => confirm({ ...text.removing(name), act: text.remove, onConfirm: () => remove.mutate(undefined) }) },
            ]}
            outcome={test.data ? { good: test.data.sent, words: test.data.sent ? text.accepted(test.data.detail, formatDuration(test.data.took_ms)) : text.refused(test.data.detail) } : undefined}
          />
        </May>
      </Table.Td>
    </Table.Tr>
  );
}
