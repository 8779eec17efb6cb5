import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Problem } from '@/shared/api/types';
import { ProblemList } from '@/shared/ui/ProblemList';

type Props = {
  opened: boolean;
  title: string;
  words?: string;
  /** What is asked for; without it there is nothing to do but go back. */
  label: string | undefined;
  hint: string;
  act: string;
  keep: string;
  dangerous?: boolean;
  required?: boolean;
  busy: boolean;
  problems: readonly Problem[];
  onClose: () => void;
  onAct: (reason: string) => void;
};

/** Asks why before an act, and shows what the server has against it. */
export function AskReason({ opened, title, words, label, hint, act, keep, dangerous, required, busy, problems, onClose, onAct }: Props) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAct(reason.trim());
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': keep }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {words ? <Text size="sm">{words}</Text> : null}
          <ProblemList problems={problems} />
          {label ? <TextInput label={label} description={hint} value={reason} onChange={(event) => setReason(event.currentTarget.value)} required={required} maxLength={500} data-autofocus /> : null}
          <Group gap="xs" justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {keep}
            </Button>
            {label ? (
              <Button type="submit" color={dangerous ? 'red' : undefined} loading={busy} disabled={required && reason.trim() === ''}>
                {act}
              </Button>
            ) : null}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
