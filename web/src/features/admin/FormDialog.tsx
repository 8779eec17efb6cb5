import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { ProblemList } from '@/shared/ui/ProblemList';

type Props = { title: string; act: string; error: unknown; pending: boolean; onSubmit: () => void; onClose: () => void; children: ReactNode };

/** A form in a dialog: what is wrong on top, its one act at the end. The browser fills nothing in by itself. */
export function FormDialog({ title, act, error, pending, onSubmit, onClose, children }: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={submit} autoComplete="off">
        <Stack gap="sm">
          <ProblemList error={error} />
          {children}
          <Group justify="flex-end">
            <Button type="submit" loading={pending}>
              {act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
