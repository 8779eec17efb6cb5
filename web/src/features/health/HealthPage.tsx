import { SimpleGrid, Stack } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { useMay } from '@/shared/api/may';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { Page } from '@/shared/ui/Page';
import { health as text } from '@/text/health';
import { Calendars } from './Calendars';
import { Failing } from './Failing';
import { Nodes } from './Nodes';
import { PartList } from './PartList';
import { partsOf } from './parts';
import { Queue } from './Queue';
import { Reconcile } from './Reconcile';
import { RunTallies } from './RunTallies';

/** Each part of the system, well or with why it is not. */
export function HealthPage() {
  const health = $api.useQuery('get', '/api/health-dashboard', {}, { refetchInterval: 5_000 });
  const mayRead = useMay()('workflow.schedule:read');
  const calendars = $api.useQuery('get', '/api/calendars', {}, { enabled: mayRead });
  const reconcile = $api.useQuery('get', '/api/reconcile');
  const connections = $api.useQuery('get', '/api/connections');
  const channels = $api.useQuery('get', '/api/notifications/channels');
  const parts = health.data ? partsOf(health.data, reconcile.data ?? health.data.reconcile, calendars.data?.items ?? [], connections.data?.items ?? [], channels.data?.items ?? []) : [];
  const bad = parts.filter((part) => !part.well).length;
  const state = health.data ? (
    <>
      {bad === 0 ? text.well : text.notWell(bad)} · {text.made} <Time at={health.data.at} show="short" />
    </>
  ) : null;
  return (
    <Page title={text.title} state={state}>
      <Answer of={health}>
        {(dashboard) => (
          <Stack gap="lg">
            <PartList parts={parts} />
            <Failing failing={dashboard.failing} />
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
              <RunTallies hour={dashboard.last_hour} day={dashboard.last_day} />
              <Queue queue={dashboard.queue} />
            </SimpleGrid>
            <Nodes nodes={dashboard.nodes} />
            <Reconcile state={reconcile.data ?? dashboard.reconcile} />
            <Calendars calendars={calendars.data?.items ?? []} />
          </Stack>
        )}
      </Answer>
    </Page>
  );
}
