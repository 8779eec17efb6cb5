import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { $api, call, client } from '@/shared/api/client';
import { useAct } from '@/shared/api/useAct';
import { admin } from '@/text/admin';
import { FormDialog } from './FormDialog';
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
  return (
    <FormDialog title={text.title} act={text.make} error={make.error} pending={make.isPending} onSubmit={() => make.mutate(undefined)} onClose={onClose}>
      <TextInput label={text.name} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={100} required data-autofocus />
      <TextInput label={text.account} placeholder={own || text.own} value={account} onChange={(event) => setAccount(event.currentTarget.value)} />
      <NumberInput label={text.days} description={text.daysHint} min={1} max={3660} allowDecimal={false} value={days} onChange={setDays} />
      <ScopeBoxes label={text.may} value={scopes} onChange={setScopes} />
    </FormDialog>
  );
}
