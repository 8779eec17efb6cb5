import { AppShell, Box } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { $api } from '@/shared/api/client';
import { listen, useConnection } from '@/shared/api/live';
import { queryClient } from '@/shared/api/queryClient';
import { noteServerTime } from '@/shared/time/clock';
import { shell } from '@/text/shell';
import { Allowed } from './Allowed';
import { Rail } from './Rail';
import css from './Shell.module.css';
import { TopBar } from './TopBar';
import { ZoneSwitch } from './ZoneSwitch';

const Palette = lazy(() => import('@/features/palette/Palette').then((file) => ({ default: file.Palette })));

/** What stays while pages come and go: rail, top bar, palette and the banner of a lost connection. */
export function Shell() {
  const [railOpened, rail] = useDisclosure(false);
  const [searching, setSearching] = useState(false);
  const connection = useConnection();
  const about = $api.useQuery('get', '/api/about');
  useEffect(() => listen(queryClient), []);
  const told = about.data?.now;
  useEffect(() => {
    if (told) noteServerTime(told);
  }, [told]);
  useHotkeys([['mod+K', () => setSearching(true)]], []);
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 190, breakpoint: 'sm', collapsed: { mobile: !railOpened } }}>
      <a className={css.skip} href="#page">
        {shell.skip}
      </a>
      <AppShell.Header>
        <TopBar project={about.data?.project} opened={railOpened} onBurger={rail.toggle} onSearch={() => setSearching(true)} />
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={shell.navigation}>
        <Rail onGo={rail.close} />
        <Box hiddenFrom="sm" mt="md">
          <ZoneSwitch />
        </Box>
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        {connection === 'lost' ? (
          <div className={css.banner} role="alert">
            {shell.connection.lostBanner}
          </div>
        ) : null}
        <Allowed>
          <Outlet />
        </Allowed>
      </AppShell.Main>
      <Suspense>{searching ? <Palette onClose={() => setSearching(false)} /> : null}</Suspense>
    </AppShell>
  );
}
