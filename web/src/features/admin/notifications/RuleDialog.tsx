import { Checkbox, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { ownZone } from '@/shared/time/format';
import { notifications } from '@/text/notifications';
import { FormDialog } from '../FormDialog';
import { formOf, requestOf, type RuleForm } from './rule';

const text = notifications.rules.dialog;
const events = Object.entries(notifications.events).flatMap(([value, label]) => (value === 'message' || value === 'test' ? [] : { value, label }));

type Props = { rule: Api<'RuleRecord'> | null; channels: string[]; onClose: () => void };

/** A new rule, or another state of one. */
export function RuleDialog({ rule, channels, onClose }: Props) {
  const [id, setId] = useState(rule?.id ?? '');
  const [form, setForm] = useState(() => ({ ...formOf(rule, ownZone()), channel: rule?.channel ?? channels[0] ?? '' }));
  const set = (change: Partial<RuleForm>) => setForm((before) => ({ ...before, ...change }));
  const save = useAct(
    () => call(client.PUT('/api/notifications/rules/{id}', { params: { path: { id } }, headers: { 'If-Match': `"${rule?.revision ?? 0}"` }, body: { ...requestOf(form, rule), by: actor() } })),
    { ownProblems: true, done: () => notifications.rules.saved(id), after: onClose },
  );
  const word = (key: 'workflow' | 'schedule' | 'tag' | 'owner') => <TextInput label={text[key]} placeholder={text.any} value={form[key]} onChange={(event) => set({ [key]: event.currentTarget.value })} spellCheck={false} />;
  return (
    <FormDialog title={rule ? text.change(rule.id) : text.title} act={text.save} error={save.error} pending={save.isPending} onSubmit={() => save.mutate(undefined)} onClose={onClose}>
      {rule ? null : <TextInput label={text.name} value={id} onChange={(event) => setId(event.currentTarget.value)} spellCheck={false} required data-autofocus />}
      <MultiSelect label={text.events} data={events} value={form.events} onChange={(chosen) => set({ events: chosen })} required />
      <Select label={text.channel} data={channels} value={form.channel} onChange={(channel) => set({ channel: channel ?? form.channel })} allowDeselect={false} />
      <Group grow>
        {word('workflow')}
        {word('schedule')}
      </Group>
      <Group grow>
        {word('tag')}
        {word('owner')}
      </Group>
      <TextInput label={text.group} description={text.groupHint} value={form.group} onChange={(event) => set({ group: event.currentTarget.value })} />
      <Group grow align="end">
        <TextInput type="time" label={`${text.quiet}: ${text.from}`} value={form.quietFrom} onChange={(event) => set({ quietFrom: event.currentTarget.value })} />
        <TextInput type="time" label={text.to} value={form.quietTo} onChange={(event) => set({ quietTo: event.currentTarget.value })} />
      </Group>
      {form.quietFrom || form.quietTo ? (
        <>
          <TextInput label={text.zone} description={text.quietHint} value={form.quietZone} onChange={(event) => set({ quietZone: event.currentTarget.value })} />
          <MultiSelect label={text.urgent} data={events.filter((event) => form.events.includes(event.value))} value={form.urgent} onChange={(chosen) => set({ urgent: chosen })} />
        </>
      ) : null}
      <Checkbox label={text.enabled} checked={form.enabled} onChange={(event) => set({ enabled: event.currentTarget.checked })} />
    </FormDialog>
  );
}
