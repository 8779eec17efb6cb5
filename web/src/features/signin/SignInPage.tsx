import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { useState, type FormEvent } from 'react';
import { call, client } from '@/shared/api/client';
import { useAct } from '@/shared/api/useAct';
import { ProblemList } from '@/shared/ui/ProblemList';
import { signin as text } from '@/text/signin';
import { Door } from './Door';

/** Stands in place of every page until somebody has signed in; then the page that was asked for shows. */
export function SignInPage() {
  const form = useFocusTrap();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useAct(() => call(client.POST('/api/sign-in', { body: { name, password } })), { ownProblems: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate(undefined);
  };
  return (
    <Door title={text.title} words={text.words}>
      <form onSubmit={submit} ref={form}>
        <Stack gap="sm">
          <ProblemList error={enter.error} />
          <TextInput label={text.name} name="username" autoComplete="username" autoCapitalize="none" value={name} onChange={(event) => setName(event.currentTarget.value)} required data-autofocus />
          <PasswordInput label={text.password} name="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} required />
          <Button type="submit" loading={enter.isPending}>
            {text.act}
          </Button>
          <Text size="sm" c="dimmed">
            {text.forgotten}
          </Text>
        </Stack>
      </form>
    </Door>
  );
}
