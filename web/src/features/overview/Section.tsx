import { Card, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './Section.module.css';

/** A part of the overview with a heading and, where there is more, a way to all of it. */
export function Section({ title, more, children }: { title: string; more?: ReactNode; children: ReactNode }) {
  return (
    <Card withBorder component="section" aria-label={title} padding="sm">
      <div className={css.head}>
        <Title order={2}>{title}</Title>
        {more}
      </div>
      {children}
    </Card>
  );
}
