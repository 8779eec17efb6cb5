import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { call, client } from '@/shared/api/client';
import { useAct } from '@/shared/api/useAct';
import { secrets } from '@/text/secrets';
import { FormDialog } from '../FormDialog';

const text = secrets.dialog;

/** A new secret, or another value of one. */
export function SecretDialog({ name: given, onClose }: { name: string | undefined; onClose: () => void }) {
  const [name, setName] = useState(given ?? '');
  const [value, setValue] = useState('');
  const set = useAct(
    () =>
      call(
        client.PUT('/api/secrets/{name}', {
          params: { path: { name } },
          // A new one does not take the place of one that is there.
          headers: given === undefined ? { 'If-Match': '"0"' } : {},
          body: { value },
        }),
      ),
    { ownProblems: true, done: () => secrets.saved(name), after: onClose },
  );
  return (
    <FormDialog title={given === undefined ? text.title : text.change(given)} act={text.save} error={set.error} pending={set.isPending} onSubmit={() => set.mutate(undefined)} onClose={onClose}>
      {given === undefined ? (
        <TextInput label={text.name} description={text.nameHint} value={name} onChange={(event) => setName(event.currentTarget.value)} spellCheck={false} required data-autofocus />
      ) : null}
      <PasswordInput label={text.value} description={text.valueHint} value={value} onChange={(event) => setValue(event.currentTarget.value)} autoComplete="new-password" required data-autofocus={given !== undefined} />
    </FormDialog>
  );
}
