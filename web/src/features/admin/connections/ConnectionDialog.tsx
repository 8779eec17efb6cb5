import { PasswordInput, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { call, client } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { connections } from '@/text/secrets';
import { FormDialog } from '../FormDialog';
import { settingsOf, typedOf } from './settings';

const text = connections.dialog;

type Props = { kinds: readonly Api<'ConnectionKind'>[]; connection: Api<'ConnectionRecord'> | null; onClose: () => void };

/** A new connection, or other settings of one. What is secret of it is kept unless something else is typed. */
export function ConnectionDialog({ kinds, connection, onClose }: Props) {
  const [name, setName] = useState(connection?.name ?? '');
  const [kindName, setKind] = useState(connection?.kind ?? kinds[0]?.name ?? '');
  const [description, setDescription] = useState(connection?.description ?? '');
  const [typed, setTyped] = useState<Record<string, string>>(() => typedOf(connection));
  const kind = kinds.find((one) => one.name === kindName);
  const fields = kind?.fields ?? [];
  const save = useAct(
    () =>
      call(
        client.PUT('/api/connections/{name}', {
          params: { path: { name } },
          headers: { 'If-Match': `"${connection?.revision ?? 0}"` },
          body: { kind: kindName, description: description || null, settings: settingsOf(fields, typed) },
        }),
      ),
    { ownProblems: true, done: () => connections.saved(name), after: onClose },
  );
  return (
    <FormDialog title={connection ? text.change(connection.name) : text.title} act={text.save} error={save.error} pending={save.isPending} onSubmit={() => save.mutate(undefined)} onClose={onClose}>
      {connection ? null : (
        <>
          <TextInput label={text.name} value={name} onChange={(event) => setName(event.currentTarget.value)} spellCheck={false} required data-autofocus />
          <Select label={text.kind} data={kinds.map((one) => one.name)} value={kindName} onChange={(chosen) => setKind(chosen ?? kindName)} allowDeselect={false} />
        </>
      )}
      <Text size="sm" c="dimmed">
        {kind?.summary}
      </Text>
      <TextInput label={text.description} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
      {fields.map((field) => (
        <Field
          key={`${kindName} ${field.name}`}
          field={field}
          kept={connection?.sealed.includes(field.name) ?? false}
          value={typed[field.name] ?? ''}
          onType={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
    </FormDialog>
  );
}

function Field({ field, kept, value, onType }: { field: Api<'ConnectionField'>; kept: boolean; value: string; onType: (value: string) => void }) {
  const common = { label: field.name, required: field.is_required && !kept };
  if (field.is_secret)
    return <PasswordInput {...common} description={`${field.meaning} ${text.secret}.`} placeholder={kept ? text.kept : undefined} value={value} onChange={(event) => onType(event.currentTarget.value)} autoComplete="new-password" />;
  if (field.one_of.length > 0) return <Select {...common} description={field.meaning} data={field.one_of} value={value || null} clearable={!field.is_required} onChange={(chosen) => onType(chosen ?? '')} />;
  return <TextInput {...common} description={field.meaning} value={value} inputMode={field.is_number ? 'numeric' : undefined} onChange={(event) => onType(event.currentTarget.value)} spellCheck={false} />;
}
