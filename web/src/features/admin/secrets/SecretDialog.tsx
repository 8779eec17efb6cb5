import { Button, Group, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { call, client } from '@/shared/api/client';
import { useAct } from '@/shared/api/useAct';
import { ProblemList } from '@/shared/ui/ProblemList';
import { secrets } from '@/text/secrets';

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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(undefined);
  };
  return (
    <Modal opened onClose={onClose} title={given === undefined ? text.title : text.change(given)}>
      <form onSubmit={submit} autoComplete="off">
        <Stack gap="sm">
          <ProblemList error={set.error} />
          {given === undefined ? (
            <TextInput label={text.name} description={text.nameHint} value={name} onChange={(event) => setName(event.currentTarget.value)} spellCheck={false} required data-autofocus />
          ) : null}
          <PasswordInput label={text.value} description={text.valueHint} value={value} onChange={(event) => setValue(event.currentTarget.value)} autoComplete="new-password" required data-autofocus={given !== undefined} />
          <Group justify="flex-end">
            <Button type="submit" loading={set.isPending}>
              {text.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
