import { Button, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { actor, rename } from '@/shared/api/actor';
import { shell } from '@/text/shell';

/** The name that goes into the audit trail with every act, where nobody signs in. */
export function NameForm({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState(() => actor() ?? '');
  const save = (event: FormEvent) => {
    event.preventDefault();
    rename(name);
    onDone();
  };
  return (
    <form onSubmit={save}>
      <Stack gap="sm" align="flex-start">
        <TextInput label={shell.account.label} description={shell.account.hint} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} w="100%" />
        <Button type="submit" size="xs">
          {shell.account.save}
        </Button>
      </Stack>
    </form>
  );
}
