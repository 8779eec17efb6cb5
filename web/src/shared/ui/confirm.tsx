import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { shell } from '@/text/shell';

/** Asks before a dangerous act. The words say exactly what will happen and what is kept. */
export function confirm(asked: { title: string; words: string; act: string; onConfirm: () => void }): void {
  modals.openConfirmModal({
    title: asked.title,
    children: <Text size="sm">{asked.words}</Text>,
    labels: { confirm: asked.act, cancel: shell.cancel },
    confirmProps: { color: 'red' },
    onConfirm: asked.onConfirm,
  });
}
