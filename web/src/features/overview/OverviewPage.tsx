import { Group, SimpleGrid, Stack } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { ButtonLink } from '@/shared/ui/links';
import { formatCount } from '@/shared/ui/money';
import { Page } from '@/shared/ui/Page';
import { overview as text } from '@/text/overview';
import { AllBand } from './AllBand';
import { LastFailures } from './LastFailures';
import { MonthCost } from './MonthCost';
import { NextDue } from './NextDue';
import { RunningNow } from './RunningNow';
import { Section } from './Section';
import { Tallies } from './Tallies';
import { Troubles } from './Troubles';
import { troublesOf } from './troubles';

/** Is anything wrong, what runs, what is next. */
export function OverviewPage() {
  const health = $api.useQuery('get', '/api/health-dashboard');
  const paused = $api.useQuery('get', '/api/schedules', { params: { query: { status: 'paused', limit: 50 } } });
  const costs = $api.useQuery('get', '/api/costs', { params: { query: { days: 30, top: 10 } } });
  const reconcile = $api.useQuery('get', '/api/reconcile');
  const troubles = troublesOf(health.data, reconcile.data, paused.data?.items ?? [], costs.data);
  const tally = health.data?.schedules;
  const isEmpty = tally !== undefined && tally.active + tally.paused + tally.disabled === 0;
  const state = tally ? `${troubles.length === 0 ? text.well : text.wrong(troubles.length)} · ${text.active(formatCount(tally.active))}` : null;
  const action = <ButtonLink to="/schedules/new">{text.empty.action}</ButtonLink>;
  if (isEmpty) {
    return (
      <Page title={text.title} state={state}>
        <Troubles troubles={troubles} />
        <Empty title={text.empty.title} words={text.empty.words} example={text.empty.example} action={action} />
      </Page>
    );
  }

  return (
    <Page title={text.title} state={state} actions={action}>
      <Stack gap="md">
        <Troubles troubles={troubles} />
        <Section title={text.band}>
          <AllBand />
        </Section>
        <Answer of={health} rows={2}>
          {(dashboard) => (
            <Group gap="xl">
              <Tallies title={text.hour} tally={dashboard.last_hour} />
              <Tallies title={text.day} tally={dashboard.last_day} />
            </Group>
          )}
        </Answer>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <Stack gap="md">
            <RunningNow />
            <LastFailures />
          </Stack>
          <Stack gap="md">
            <NextDue />
            <Answer of={costs} rows={3}>
              {(month) => <MonthCost costs={month} />}
            </Answer>
          </Stack>
        </SimpleGrid>
      </Stack>
    </Page>
  );
}
