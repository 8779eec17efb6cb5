import { Alert, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { useEffect, useState, type FormEvent } from 'react';
import { $api, call, client } from '@/shared/api/client';
import { useAct } from '@/shared/api/useAct';
import { ProblemList } from '@/shared/ui/ProblemList';
import { signin as text } from '@/text/signin';
import { Door } from './Door';
import { failureOf, pageWithoutFailure } from './issuer';

/** Stands in place of every page until somebody has signed in; then the page that was asked for shows. */
export function SignInPage() {
  const form = useFocusTrap();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useAct(() => call(client.POST('/api/sign-in', { body: { name, password } })), { ownProblems: true });
  const issuer = $api.useQuery('get', '/api/account').data?.issuer;
  // Said once: a reload or the page behind it knows nothing of it any more.
  const [failure] = useState(() => failureOf(window.location.search));
  const [page] = useState(() => pageWithoutFailure(window.location));
  useEffect(() => {
    if (failure) window.history.replaceState(window.history.state, '', page);
  }, [failure, page]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate(undefined);
  };
  return (
    <Door title={text.title} words={text.words}>
      <form onSubmit={submit} ref={form}>
        <Stack gap="sm">
          {failure && !enter.error ? <Alert color="red">{text.failed[failure] ?? text.failed.SCH086}</Alert> : null}
          <ProblemList error={enter.error} />
          <TextInput label={text.name} name="username" autoComplete="username" autoCapitalize="none" value={name} onChange={(event) => setName(event.currentTarget.value)} required data-autofocus />
          <PasswordInput label={text.password} name="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} required />
          <Button type="submit" loading={enter.isPending}>
            {text.act}
          </Button>
          {issuer ? (
            <>
              <Divider label={text.or} />
              <Button component="a" variant="default" href={`/api/sign-in/openid?to=${encodeURIComponent(page)}`}>
                {text.by(issuer)}
              </Button>
            </>
          ) : null}
          <Text size="sm" c="dimmed">
            {text.forgotten}
          </Text>
        </Stack>
      </form>
    </Door>
  );
}
