import { Group, Paper, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { shell } from '@/text/shell';
import css from './Door.module.css';

/** The frame of the pages before the pages. */
export function Door({ title, words, children }: { title: string; words: string; children: ReactNode }) {
  useEffect(() => {
    document.title = shell.title(title);
  }, [title]);
  return (
    <main className={css.door}>
      <Paper withBorder p="xl" className={css.card}>
        <Group gap="xs" mb="md">
          <img src="/icon.svg" width="26" height="26" alt="" />
          <Text fw={600}>{shell.product}</Text>
        </Group>
        <Title order={1} size="h3">
          {title}
        </Title>
        <Text size="sm" c="dimmed" mb="md">
          {words}
        </Text>
        {children}
      </Paper>
    </main>
  );
}
