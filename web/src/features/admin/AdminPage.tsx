import { Stack, Tabs, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import { useMay } from '@/shared/api/may';
import { Page } from '@/shared/ui/Page';
import { admin as text } from '@/text/admin';
import { AuditTab } from './AuditTab';
import { tabs, type AdminSearch } from './search';
import { TokensTab } from './TokensTab';
import { UsersTab } from './UsersTab';

/** Who changed what, and who may. */
export function AdminPage() {
  const search = useSearch({ from: '/admin' });
  const go = useNavigate({ from: '/admin' });
  const about = $api.useQuery('get', '/api/about');
  const may = useMay();
  const shown = tabs.filter((name) => name === 'tokens' || may('admin'));
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
            {tab === 'users' ? <UsersTab /> : tab === 'tokens' ? <TokensTab /> : <AuditTab />}
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
