import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { $api } from '@/shared/api/client';
import { May } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { notifications } from '@/text/notifications';
import { AdminTable } from '../AdminTable';
import { ShownOnce } from '../ShownOnce';
import { ChannelDialog } from './ChannelDialog';
import { ChannelRow } from './ChannelRow';

const text = notifications.channels;

/** Where messages go. */
export function ChannelsTab() {
  const channels = $api.useQuery('get', '/api/notifications/channels');
  const [edited, setEdited] = useState<Api<'ChannelRecord'> | 'new' | null>(null);
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  return (
    <Stack gap="md">
      <May do="admin">
        <Group>
          <Button onClick={() => setEdited('new')}>{text.add}</Button>
        </Group>
      </May>
      <Answer of={channels}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={text.none.title} words={text.none.words} example={text.none.example} />
          ) : (
            <AdminTable label={text.title} columns={text.columns}>
              {items.map((channel) => (
                <ChannelRow key={channel.name} channel={channel} onEdit={() => setEdited(channel)} />
              ))}
            </AdminTable>
          )
        }
      </Answer>
      {edited ? <ChannelDialog channel={edited === 'new' ? null : edited} onClose={() => setEdited(null)} onKey={(name, key) => setMade({ name, key })} /> : null}
      {made ? <ShownOnce title={text.key.title(made.name)} words={text.key.words} secret={made.key} onClose={() => setMade(null)} /> : null}
    </Stack>
  );
}
