import { Button, Menu } from '@mantine/core';
import { Download } from 'lucide-react';
import type { Schedule } from '@/shared/api/types';
import { schedule as text } from '@/text/schedule';
import type { Period } from '../period';

const words = text.history.exports;

/** Files of its ended runs, of the period that is shown or of all times. */
export function ExportMenu({ schedule, period }: { schedule: Schedule; period: Period | undefined }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<Download size={14} />}>
          {text.history.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{period ? words.scopePeriod : words.scopeAll}</Menu.Label>
        {(['csv', 'zip', 'tables'] as const).map((kind) => (
          <Menu.Item key={kind} component="a" href={exportUrl(schedule.id, kind, period)} download>
            {words[kind]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Where the file is. */
export function exportUrl(schedule: string, kind: 'csv' | 'zip' | 'tables', period: Period | undefined): string {
  const query = new URLSearchParams({ format: kind === 'zip' ? 'zip' : 'csv' });
  if (kind === 'tables') {
    query.set('of', 'artifacts');
    query.set('name', '*.csv');
  }
  if (period) {
    query.set('from', new Date(period.from).toISOString());
    query.set('to', new Date(period.to).toISOString());
  }
  return `/api/schedules/${encodeURIComponent(schedule)}/export?${query}`;
}
