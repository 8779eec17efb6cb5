import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './Wizard.module.css';

/** Choices that belong together. */
export function Part({ title, words, children }: { title?: string; words?: string; children: ReactNode }) {
  return (
    <div className={css.part}>
      {title ? (
        <div>
          <Title order={2} size="h4">
            {title}
          </Title>
          {words ? (
            <Text size="sm" c="dimmed">
              {words}
            </Text>
          ) : null}
        </div>
      ) : null}
      {children}
    </div>
  );
}
