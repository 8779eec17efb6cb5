import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { ProblemList } from '@/shared/ui/ProblemList';
import { acts as text } from '@/text/acts';
import { shell } from '@/text/shell';

type Props = {
  title: string;
  /** What will happen, and what is kept. */
  children?: ReactNode;
  /** The words of the button that does it. */
  act: string;
  /** The words of the button that leaves things as they are, where "Cancel" might be read as the act. */
  keep?: string;
  /** The button is red: it takes something away. */
  danger?: boolean;
  /** Whether somebody must say why. Default: may. `none` asks for none. */
  reason?: 'optional' | 'required' | 'none';
  reasonLabel?: string;
  /** What the server said is wrong. */
  error?: unknown;
  pending?: boolean;
  /** What is asked is not ready to be done, such as a time that is missing. */
  blocked?: boolean;
  size?: string;
  onAct: (reason: string | undefined) => void;
  onClose: () => void;
};

/** Asks before an act, and why, for the audit trail. */
export function ReasonDialog({ title, children, act, keep = shell.cancel, danger, reason = 'optional', reasonLabel = text.reason.label, error, pending, blocked, size = 'md', onAct, onClose }: Props) {
  const [why, setWhy] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const given = why.trim() || undefined;
    if (reason === 'required' && !given) setMissing(true);
    else if (!pending && !blocked) onAct(given);
  };
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': keep }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {children}
          {reason === 'none' ? null : (
            <Textarea
              label={reasonLabel}
              description={reason === 'required' ? text.reason.required : text.reason.optional}
              error={missing ? text.reason.missing : undefined}
              required={reason === 'required'}
              autosize
              maxRows={5}
              maxLength={500}
              value={why}
              onChange={(event) => {
                setWhy(event.currentTarget.value);
                setMissing(false);
              }}
            />
          )}
          {error ? <ProblemList error={error} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {keep}
            </Button>
            <Button type="submit" color={danger ? 'red' : undefined} loading={pending} disabled={blocked}>
              {act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
