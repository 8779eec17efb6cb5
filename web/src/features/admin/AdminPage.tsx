import { Stack, Tabs, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { $api } from '@/shared/api/client';
import { useMay } from '@/shared/api/may';
import { Page } from '@/shared/ui/Page';
import { admin as text } from '@/text/admin';
import { AuditTab } from './AuditTab';
import { ConnectionsTab } from './connections/ConnectionsTab';
import { ChannelsTab } from './notifications/ChannelsTab';
import { MessagesTab } from './notifications/MessagesTab';
import { RulesTab } from './notifications/RulesTab';
import { tabs, type AdminSearch } from './search';
import { SecretsTab } from './secrets/SecretsTab';
import { TokensTab } from './TokensTab';
import { UsersTab } from './UsersTab';

const views: Record<NonNullable<AdminSearch['tab']>, ReactNode> = {
  audit: <AuditTab />,
  users: <UsersTab />,
  tokens: <TokensTab />,
  secrets: <SecretsTab />,
  connections: <ConnectionsTab />,
  channels: <ChannelsTab />,
  rules: <RulesTab />,
  messages: <MessagesTab />,
};

/** Who changed what, who may, and what the server needs to know beside the files. */
export function AdminPage() {
  const search = useSearch({ from: '/admin' });
  const go = useNavigate({ from: '/admin' });
  const about = $api.useQuery('get', '/api/about');
  const may = useMay();
  const shown = tabs.filter((name) => name === 'tokens' || may(name === 'audit' || name === 'users' ? 'admin' : 'workflow:read'));
  const tab = search.tab && shown.includes(search.tab) ? search.tab : (shown[0] ?? 'tokens');
  return (
    <Page title={text.title} state={text.state}>
      <Stack gap="md">
        <Tabs value={tab} onChange={(value) => void go({ search: value === shown[0] ? {} : { tab: value as AdminSearch['tab'] } })} keepMounted={false}>
          <Tabs.List aria-label={text.tabsLabel}>
            {shown.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {text.tabs[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={tab} pt="md">
            {views[tab]}
          </Tabs.Panel>
        </Tabs>
        {about.data ? (
          <Text c="dimmed" size="sm">
            {text.about(about.data.version, about.data.project, about.data.tzdb)}
          </Text>
        ) : null}
      </Stack>
    </Page>
  );
}
