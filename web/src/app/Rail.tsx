import { Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { pages } from './pages';
import css from './Shell.module.css';

export function Rail({ onGo }: { onGo: () => void }) {
  return (
    <Stack gap={2}>
      {pages.map(({ to, words, icon: Icon }) => (
        <Link key={to} to={to} className={css.link} activeOptions={{ exact: to === '/', includeSearch: false }} onClick={onGo}>
          <Icon size={17} aria-hidden="true" />
          {words}
        </Link>
      ))}
    </Stack>
  );
}
