import { ActionIcon, Box, Burger, Group, Kbd, Text, Tooltip, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Moon, Search, Sun } from 'lucide-react';
import { useConnection } from '@/shared/api/live';
import { shell } from '@/text/shell';
import { Account } from './Account';
import css from './Shell.module.css';
import { ZoneSwitch } from './ZoneSwitch';

export function TopBar({ project, opened, onBurger, onSearch }: { project?: string; opened: boolean; onBurger: () => void; onSearch: () => void }) {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const connection = useConnection();
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
      <Group gap="sm" wrap="nowrap">
        <Burger opened={opened} onClick={onBurger} hiddenFrom="sm" size="sm" aria-label={shell.openMenu} />
        <Link to="/" className={css.brand}>
          <img src="/icon.svg" width="22" height="22" alt="" />
          {shell.product}
        </Link>
        {project ? (
          <Text component="span" c="dimmed" visibleFrom="md">
            {project}
          </Text>
        ) : null}
      </Group>
      <UnstyledButton className={css.search} onClick={onSearch} visibleFrom="sm">
        <Group gap={8} wrap="nowrap">
          <Search size={15} aria-hidden="true" />
          {shell.search}
        </Group>
        <Kbd size="xs">{shell.searchKeys}</Kbd>
      </UnstyledButton>
      <Group gap="xs" wrap="nowrap">
        <ActionIcon variant="subtle" color="gray" hiddenFrom="sm" onClick={onSearch} aria-label={shell.search}>
          <Search size={17} />
        </ActionIcon>
        <Box visibleFrom="sm">
          <ZoneSwitch />
        </Box>
        <Tooltip label={shell.connection[connection]}>
          <span className={css.dot} data-connection={connection} role="img" aria-label={shell.connection[connection]} />
        </Tooltip>
        <Tooltip label={shell.theme[other]}>
          <ActionIcon variant="subtle" color="gray" aria-label={shell.theme[other]} onClick={() => setColorScheme(other)}>
            {scheme === 'dark' ? <Sun size={17} /> : <Moon size={17} />}
          </ActionIcon>
        </Tooltip>
        <Account />
      </Group>
    </Group>
  );
}
