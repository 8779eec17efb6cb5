import { Button, PasswordInput, Stack } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { call, client } from '@/shared/api/client';
import { useAct } from '@/shared/api/useAct';
import { ProblemList } from '@/shared/ui/ProblemList';
import { signin as text } from '@/text/signin';
import { Door } from './Door';

/** Where a link leads that is good once. Its secret stands behind the #, which the browser sends to nobody. */
export function WelcomePage() {
  const go = useNavigate();
  const form = useFocusTrap();
  const [link] = useState(() => window.location.hash.slice(1));
  const [password, setPassword] = useState('');
  const set = useAct(() => call(client.POST('/api/sign-in/link', { body: { link, password } })), { ownProblems: true, after: () => void go({ to: '/', replace: true }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(undefined);
  };
  return (
    <Door title={text.welcome.title} words={link ? text.welcome.words : text.welcome.missing}>
      {link ? (
        <form onSubmit={submit} ref={form}>
          <Stack gap="sm">
            <ProblemList error={set.error} />
            <PasswordInput label={text.welcome.password} description={text.welcome.hint} autoComplete="new-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} required data-autofocus />
            <Button type="submit" loading={set.isPending}>
              {text.welcome.act}
            </Button>
          </Stack>
        </form>
      ) : null}
    </Door>
  );
}
