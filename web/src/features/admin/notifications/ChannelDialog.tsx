import { Checkbox, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { notifications } from '@/text/notifications';
import { FormDialog } from '../FormDialog';
import { formOf, requestOf, type ChannelForm, type ChannelKind, type MailSecurity } from './channel';

const text = notifications.channels.dialog;

type Props = { channel: Api<'ChannelRecord'> | null; onClose: () => void; onKey: (name: string, key: string) => void };

/** A new channel, or other settings of one. */
export function ChannelDialog({ channel, onClose, onKey }: Props) {
  const [name, setName] = useState(channel?.name ?? '');
  const [form, setForm] = useState(() => formOf(channel));
  const set = (change: Partial<ChannelForm>) => setForm((before) => ({ ...before, ...change }));
  const save = useAct(
    () => call(client.PUT('/api/notifications/channels/{name}', { params: { path: { name } }, headers: { 'If-Match': `"${channel?.revision ?? 0}"` }, body: { ...requestOf(form), by: actor() } })),
    {
      ownProblems: true,
      done: () => notifications.channels.saved(name),
      after: (answer) => {
        onClose();
        if (answer.secret) onKey(name, answer.secret);
      },
    },
  );
  return (
    <FormDialog title={channel ? text.change(channel.name) : text.title} act={text.save} error={save.error} pending={save.isPending} onSubmit={() => save.mutate(undefined)} onClose={onClose}>
      {channel ? null : (
        <>
          <TextInput label={text.name} value={name} onChange={(event) => setName(event.currentTarget.value)} spellCheck={false} required data-autofocus />
          <Select label={text.kind} data={Object.entries(notifications.kinds).map(([value, label]) => ({ value, label }))} value={form.kind} onChange={(kind) => set({ kind: (kind ?? form.kind) as ChannelKind })} allowDeselect={false} />
        </>
      )}
      {form.kind === 'email' ? <MailFields form={form} kept={channel?.has_secret ?? false} set={set} /> : <PostFields form={form} kept={channel !== null} set={set} />}
      <Checkbox label={text.enabled} checked={form.enabled} onChange={(event) => set({ enabled: event.currentTarget.checked })} />
    </FormDialog>
  );
}

type FieldProps = { form: ChannelForm; kept: boolean; set: (change: Partial<ChannelForm>) => void };

function MailFields({ form, kept, set }: FieldProps) {
  return (
    <>
      <TextInput label={text.host} value={form.host} onChange={(event) => set({ host: event.currentTarget.value })} spellCheck={false} required />
      <Select label={text.security} data={Object.entries(text.securities).map(([value, label]) => ({ value, label }))} value={form.security} onChange={(chosen) => set({ security: (chosen ?? form.security) as MailSecurity })} allowDeselect={false} />
      <TextInput label={text.port} description={text.portHint} value={form.port} inputMode="numeric" onChange={(event) => set({ port: event.currentTarget.value })} />
      <TextInput label={text.user} value={form.user} onChange={(event) => set({ user: event.currentTarget.value })} autoComplete="off" />
      <PasswordInput label={text.password} description={kept ? text.kept : undefined} value={form.password} onChange={(event) => set({ password: event.currentTarget.value })} autoComplete="new-password" />
      <TextInput label={text.from} value={form.from} onChange={(event) => set({ from: event.currentTarget.value })} required />
      <Textarea label={text.to} description={text.toHint} value={form.to} onChange={(event) => set({ to: event.currentTarget.value })} autosize minRows={1} maxRows={8} required />
    </>
  );
}

function PostFields({ form, kept, set }: FieldProps) {
  return (
    <>
      <TextInput
        label={text.url}
        description={[text.urlHint[form.kind], kept ? text.kept : null].filter(Boolean).join(' ')}
        value={form.url}
        onChange={(event) => set({ url: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
        required={!kept}
      />
      {form.kind === 'webhook' ? (
        <PasswordInput label={text.secret} description={kept ? text.kept : text.secretHint} value={form.secret} onChange={(event) => set({ secret: event.currentTarget.value })} autoComplete="new-password" />
      ) : null}
    </>
  );
}
