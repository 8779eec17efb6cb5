import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { call, client } from '@/shared/api/client';
import { queryClient } from '@/shared/api/queryClient';
import { useAct } from '@/shared/api/useAct';
import { ProblemList } from '@/shared/ui/ProblemList';
import { shell } from '@/text/shell';
import { signin } from '@/text/signin';

const text = signin.account;

/** Who has signed in, and how to leave or to take another password. */
export function Session({ account, scopes, onDone }: { account: string; scopes: readonly string[]; onDone: () => void }) {
  const [changing, setChanging] = useState(false);
  const leave = useAct(() => call(client.POST('/api/sign-out')), { after: () => void queryClient.resetQueries() });
  return (
    <Stack gap="sm">
      <div>
        <Text fw={600}>{account}</Text>
        <Text size="sm" c="dimmed">
          {scopes.includes('admin') ? text.everything : text.may(scopes.join(', '))}
        </Text>
      </div>
      {changing ? (
        <PasswordForm onDone={onDone} onCancel={() => setChanging(false)} />
      ) : (
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => setChanging(true)}>
            {text.change}
          </Button>
          <Button size="xs" variant="default" loading={leave.isPending} onClick={() => leave.mutate(undefined)}>
            {text.out}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function PasswordForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useAct(() => call(client.POST('/api/account/password', { body: { current, password } })), { ownProblems: true, done: () => text.changed, after: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <ProblemList error={change.error} />
        <PasswordInput label={text.current} autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.currentTarget.value)} required />
        <PasswordInput label={signin.welcome.password} description={signin.welcome.hint} autoComplete="new-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} required />
        <Group gap="xs">
          <Button type="submit" size="xs" loading={change.isPending}>
            {text.change}
          </Button>
          <Button size="xs" variant="default" onClick={onCancel}>
            {shell.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
