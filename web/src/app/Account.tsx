import { ActionIcon, Button, Popover, Stack, TextInput } from '@mantine/core';
import { CircleUser } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { actor, rename } from '@/shared/api/actor';
import { shell } from '@/text/shell';

/** The name that goes into the audit trail with every act. */
export function Account() {
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState(() => actor() ?? '');
  const save = (event: FormEvent) => {
    event.preventDefault();
    rename(name);
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={shell.account.label} title={actor() ?? shell.account.anonymous} onClick={() => setOpened(!opened)}>
          <CircleUser size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={shell.account.label}>
        <form onSubmit={save}>
          <Stack gap="sm" align="flex-start">
            <TextInput label={shell.account.label} description={shell.account.hint} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} w="100%" />
            <Button type="submit" size="xs">
              {shell.account.save}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
