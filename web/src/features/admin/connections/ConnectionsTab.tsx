import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { $api } from '@/shared/api/client';
import { May } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { connections as text } from '@/text/secrets';
import { AdminTable } from '../AdminTable';
import { ConnectionDialog } from './ConnectionDialog';
import { ConnectionRow } from './ConnectionRow';

/** What tasks connect to, by name. */
export function ConnectionsTab() {
  const connections = $api.useQuery('get', '/api/connections');
  const kinds = $api.useQuery('get', '/api/connection-kinds').data?.items;
  const [edited, setEdited] = useState<Api<'ConnectionRecord'> | 'new' | null>(null);
  return (
    <Stack gap="md">
      <May do="admin">
        <Group>
          <Button onClick={() => setEdited('new')} disabled={!kinds}>
            {text.add}
          </Button>
        </Group>
      </May>
      <Answer of={connections}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={text.none.title} words={text.none.words} example={text.none.example} />
          ) : (
            <AdminTable label={text.title} columns={text.columns}>
              {items.map((connection) => (
                <ConnectionRow key={connection.name} connection={connection} onEdit={() => setEdited(connection)} />
              ))}
            </AdminTable>
          )
        }
      </Answer>
      {edited && kinds ? <ConnectionDialog kinds={kinds} connection={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </Stack>
  );
}
