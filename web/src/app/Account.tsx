import { ActionIcon, Popover } from '@mantine/core';
import { CircleUser } from 'lucide-react';
import { useState } from 'react';
import { actor } from '@/shared/api/actor';
import { $api } from '@/shared/api/client';
import { shell } from '@/text/shell';
import { signin } from '@/text/signin';
import { NameForm } from './NameForm';
import { Session } from './Session';

/** Who acts: the account that has signed in, or, where nobody signs in, a name for the audit trail. */
export function Account() {
  const [opened, setOpened] = useState(false);
  const account = $api.useQuery('get', '/api/account').data;
  const known = account?.account ?? null;
  const label = known === null ? shell.account.label : signin.account.label;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label} title={known ?? actor() ?? shell.account.anonymous} onClick={() => setOpened(!opened)}>
          <CircleUser size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>{known === null ? <NameForm onDone={() => setOpened(false)} /> : <Session account={known} scopes={account?.scopes ?? []} onDone={() => setOpened(false)} />}</Popover.Dropdown>
    </Popover>
  );
}
