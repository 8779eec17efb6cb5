import { Code, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './Empty.module.css';

/** Nothing to show: says what would be here, with one example and one button. */
export function Empty({ title, words, example, action }: { title: string; words: ReactNode; example?: string; action?: ReactNode }) {
  return (
    <div className={css.empty}>
      <Text fw={600}>{title}</Text>
      <div className={css.words}>{words}</div>
      {example ? (
        <Code block className={css.example}>
          {example}
        </Code>
      ) : null}
      {action}
    </div>
  );
}
