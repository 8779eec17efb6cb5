import { Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { $api, call, client } from '@/shared/api/client';
import { useAct } from '@/shared/api/useAct';
import { ProblemList } from '@/shared/ui/ProblemList';
import { admin } from '@/text/admin';
import { ScopeBoxes } from './scopes';

const text = admin.tokens.dialog;

/** A new token. */
export function TokenDialog({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const own = $api.useQuery('get', '/api/account').data?.account ?? '';
  const [name, setName] = useState('');
  const [account, setAccount] = useState('');
  const [scopes, setScopes] = useState<string[]>(['workflow:read', 'workflow.schedule:read']);
  const [days, setDays] = useState<number | string>(90);
  const make = useAct(() => call(client.POST('/api/tokens', { body: { name, scopes, days: days === '' ? null : Number(days), account: account || null } })), {
    ownProblems: true,
    after: (made) => {
      onClose();
      onMade(made.secret);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(undefined);
  };
  return (
    <Modal opened onClose={onClose} title={text.title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <ProblemList error={make.error} />
          <TextInput label={text.name} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={100} required data-autofocus />
          <TextInput label={text.account} placeholder={own || text.own} value={account} onChange={(event) => setAccount(event.currentTarget.value)} />
          <NumberInput label={text.days} description={text.daysHint} min={1} max={3660} allowDecimal={false} value={days} onChange={setDays} />
          <ScopeBoxes label={text.may} value={scopes} onChange={setScopes} />
          <Group justify="flex-end">
            <Button type="submit" loading={make.isPending}>
              {text.make}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
