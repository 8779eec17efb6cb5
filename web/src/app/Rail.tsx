import { Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/shared/api/may';
import { scopesOf } from '@/shared/api/needs';
import { pages } from './pages';
import css from './Shell.module.css';

export function Rail({ onGo }: { onGo: () => void }) {
  const may = useMay();
  return (
    <Stack gap={2}>
      {pages.filter((page) => may(...scopesOf(page.to))).map(({ to, words, icon: Icon }) => (
        <Link key={to} to={to} className={css.link} activeOptions={{ exact: to === '/', includeSearch: false }} onClick={onGo}>
          <Icon size={17} aria-hidden="true" />
          {words}
        </Link>
      ))}
    </Stack>
  );
}
