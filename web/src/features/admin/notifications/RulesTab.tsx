import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { actor } from '@/shared/api/actor';
import { $api, call, client } from '@/shared/api/client';
import { May } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { Answer } from '@/shared/ui/Answer';
import { confirm } from '@/shared/ui/confirm';
import { Empty } from '@/shared/ui/Empty';
import { notifications } from '@/text/notifications';
import { AdminTable } from '../AdminTable';
import { RowActs } from '../RowActs';
import { RuleDialog } from './RuleDialog';

const text = notifications.rules;

/** Which events go where, beside what the files say. */
export function RulesTab() {
  const rules = $api.useQuery('get', '/api/notifications/rules');
  const channels = $api.useQuery('get', '/api/notifications/channels').data?.items.map((channel) => channel.name);
  const [edited, setEdited] = useState<Api<'RuleRecord'> | 'new' | null>(null);
  return (
    <Stack gap="md">
      <May do="admin">
        <Group>
          <Button onClick={() => setEdited('new')} disabled={!channels?.length}>
            {text.add}
          </Button>
          {channels?.length === 0 ? <Text size="sm">{text.needsChannel}</Text> : null}
        </Group>
      </May>
      <Answer of={rules}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={text.none.title} words={text.none.words} example={text.none.example} />
          ) : (
            <AdminTable label={text.title} columns={text.columns}>
              {items.map((rule) => (
                <Rule key={rule.id} rule={rule} onEdit={() => setEdited(rule)} />
              ))}
            </AdminTable>
          )
        }
      </Answer>
      {edited && channels ? <RuleDialog rule={edited === 'new' ? null : edited} channels={channels} onClose={() => setEdited(null)} /> : null}
    </Stack>
  );
}

function Rule({ rule, onEdit }: { rule: Api<'RuleRecord'>; onEdit: () => void }) {
  const { id, content } = rule;
  const remove = useAct(() => call(client.DELETE('/api/notifications/rules/{id}', { params: { path: { id } }, body: { by: actor() } })), { done: () => text.removed(id) });
  const quiet = content.quiet;
  const of = (['workflow', 'schedule', 'tag', 'owner'] as const).flatMap((key) => (content[key] ? `${text.of[key]} ${content[key]}` : []));
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {id}
        </Text>
        {content.enabled === false ? <Text size="sm">{text.off}</Text> : null}
      </Table.Td>
      <Table.Td>{(content.events ?? []).map((event) => notifications.events[event] ?? event).join(', ')}</Table.Td>
      <Table.Td>{of.length > 0 ? of.join(', ') : text.everything}</Table.Td>
      <Table.Td>{rule.channel}</Table.Td>
      <Table.Td>{quiet ? text.quiet(quiet.from ?? '', quiet.to ?? '', quiet.timezone ?? '') : null}</Table.Td>
      <Table.Td>
        <May do="admin">
          <RowActs
            acts={[
              { words: text.edit, label: text.editOf(id), act: onEdit },
              { words: text.remove, label: text.removeOf(id), pending: remove.isPending, act: () => confirm({ ...text.removing(id), act: text.remove, onConfirm: () => remove.mutate(undefined) }) },
            ]}
          />
        </May>
      </Table.Td>
    </Table.Tr>
  );
}
