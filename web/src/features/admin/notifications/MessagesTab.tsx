import { Button, Group, Select, Stack, Table, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { AnchorLink } from '@/shared/ui/links';
import { notifications } from '@/text/notifications';
import { AdminTable } from '../AdminTable';
import { messageStatuses, type AdminSearch } from '../search';

const text = notifications.messages;

/** What was told to whom, and what became of it. */
export function MessagesTab() {
  const { channel, status, event } = useSearch({ from: '/admin' });
  const go = useNavigate({ from: '/admin' });
  const set = (change: AdminSearch) => void go({ search: (before) => ({ ...before, ...change }), replace: true });
  const channels = $api.useQuery('get', '/api/notifications/channels').data?.items.map((one) => one.name) ?? [];
  const filtered = Boolean(channel ?? status ?? event);
  const list = $api.useInfiniteQuery(
    'get',
    '/api/notifications',
    { params: { query: { channel, status, event, limit: 50 } } },
    { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: (page: Api<'RecordPageOfNotificationRecord'>) => page.next_cursor ?? undefined },
  );
  return (
    <Stack gap="md">
      <Group align="end" gap="sm">
        <Select label={text.filter.channel} placeholder={text.filter.any} clearable data={[...new Set([...channels, ...(channel ? [channel] : [])])]} value={channel ?? null} onChange={(chosen) => set({ channel: chosen ?? undefined })} />
        <Select
          label={text.filter.status}
          placeholder={text.filter.any}
          clearable
          data={messageStatuses.map((value) => ({ value, label: text.statuses[value] ?? value }))}
          value={status ?? null}
          onChange={(chosen) => set({ status: (chosen as AdminSearch['status']) ?? undefined })}
        />
        <Select label={text.filter.event} placeholder={text.filter.any} clearable data={Object.entries(notifications.events).map(([value, label]) => ({ value, label }))} value={event ?? null} onChange={(chosen) => set({ event: chosen ?? undefined })} />
        {filtered ? (
          <Button variant="subtle" onClick={() => set({ channel: undefined, status: undefined, event: undefined })}>
            {text.filter.clear}
          </Button>
        ) : null}
      </Group>
      <Answer of={list}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return filtered ? <Text c="dimmed">{text.nothing}</Text> : <Empty title={text.none.title} words={text.none.words} />;
          return (
            <>
              <AdminTable label={text.title} columns={text.columns}>
                {items.map((message) => (
                  <Message key={message.id} message={message} />
                ))}
              </AdminTable>
              {list.hasNextPage ? (
                <Group>
                  <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                    {text.more}
                  </Button>
                </Group>
              ) : null}
            </>
          );
        }}
      </Answer>
    </Stack>
  );
}

function Message({ message }: { message: Api<'NotificationRecord'> }) {
  const { run_id, status } = message;
  return (
    <Table.Tr>
      <Table.Td>
        <Time at={message.created_at} show="short" />
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm" fw={600}>
          {message.title}
        </Text>
        <Text size="sm" c="dimmed">
          {[notifications.events[message.event] ?? message.event, message.count > 1 ? text.several(message.count) : null, message.task].filter(Boolean).join(' · ')}{' '}
          {run_id ? (
            <AnchorLink size="sm" underline="always" to="/runs/$id" params={{ id: run_id }}>
              {text.run}
            </AnchorLink>
          ) : null}
        </Text>
      </Table.Td>
      <Table.Td>{message.channel}</Table.Td>
      <Table.Td>
        <Text size="sm" fw={status === 'failed' ? 600 : undefined}>
          {text.statuses[status] ?? status}
          {message.gathered_in === null ? null : ` ${text.gathered(message.gathered_in)}`}
        </Text>
        {message.attempts > 0 ? (
          <Text size="sm" c="dimmed">
            {text.attempts(message.attempts)}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {status === 'sent' ? message.answer : message.error}
        {message.next_attempt_at ? (
          <div>
            {text.next} <Time at={message.next_attempt_at} show="short" />
          </div>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}
