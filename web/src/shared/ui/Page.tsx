import { Group, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { shell } from '@/text/shell';
import css from './Page.module.css';

type Props = {
  title: string;
  /** What stands before the title, such as a link to what this belongs to. */
  crumb?: ReactNode;
  /** One line that says how it stands. */
  state?: ReactNode;
  /** The page's acts; the one that matters most is the only filled button. */
  actions?: ReactNode;
  children: ReactNode;
};

/** The frame of every page: one title, one line of state, its acts. */
export function Page({ title, crumb, state, actions, children }: Props) {
  useEffect(() => {
    document.title = shell.title(title);
  }, [title]);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div>
          {crumb}
          <Title order={1} size="h3">
            {title}
          </Title>
          {state ? <div className={css.state}>{state}</div> : null}
        </div>
        {actions ? <Group gap="xs">{actions}</Group> : null}
      </header>
      {children}
    </div>
  );
}
