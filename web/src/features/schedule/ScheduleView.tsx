import { Skeleton, Stack, Tabs } from '@mantine/core';
import { useScheduleActs } from '@/shared/acts/useScheduleActs';
import type { Schedule } from '@/shared/api/types';
import { later } from '@/shared/ui/later';
import { AnchorLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { ProblemList } from '@/shared/ui/ProblemList';
import { schedule as text } from '@/text/schedule';
import { Attention } from './Attention';
import { Chips } from './Chips';
import { nameOf } from './nameOf';
import { useChange, useScheduleSearch } from './place';
import { tabs, type Tab } from './search';
import { ScheduleActs } from './ScheduleActs';
import { ScheduleBand } from './ScheduleBand';
import { SidePanel } from './SidePanel';
import { StateLine } from './StateLine';

type Shown = { schedule: Schedule };
const waiting = <Skeleton height={240} />;

// The parts that are not seen at first come when they are asked for.
const parts: Record<Tab, React.ComponentType<Shown>> = {
  history: later<Shown>(async () => (await import('./history/HistoryTab')).HistoryTab, waiting),
  metrics: later<Shown>(async () => (await import('./metrics/MetricsTab')).MetricsTab, waiting),
  coverage: later<Shown>(async () => (await import('./coverage/CoverageTab')).CoverageTab, waiting),
  ledger: later<Shown>(async () => (await import('./ledger/LedgerTab')).LedgerTab, waiting),
  settings: later<Shown>(async () => (await import('./settings/SettingsTab')).SettingsTab, waiting),
  audit: later<Shown>(async () => (await import('./audit/AuditTab')).AuditTab, waiting),
};

export function ScheduleView({ schedule }: { schedule: Schedule }) {
  const { tab = 'history' } = useScheduleSearch();
  const change = useChange();
  const acts = useScheduleActs();
  const Part = parts[tab];
  return (
    <Page
      title={nameOf(schedule)}
      crumb={
        <AnchorLink size="sm" to="/workflows/$id" params={{ id: schedule.workflow_id }}>
          {text.crumb(schedule.workflow_id)}
        </AnchorLink>
      }
      state={<StateLine schedule={schedule} />}
      actions={<ScheduleActs schedule={schedule} acts={acts} />}
    >
      <Stack gap="md">
        <Chips schedule={schedule} />
        <ProblemList problems={schedule.problems} title={text.problems} />
        <Attention schedule={schedule} acts={acts} />
        <ScheduleBand schedule={schedule} />
        <Tabs value={tab} onChange={(value) => change({ tab: value === 'history' ? undefined : (value as Tab) })} keepMounted={false}>
          <Tabs.List aria-label={text.tabsLabel}>
            {tabs.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {text.tabs[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={tab} pt="md">
            <Part schedule={schedule} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
      {acts.dialog}
      <SidePanel schedule={schedule} />
    </Page>
  );
}
