import { Group, MultiSelect, SegmentedControl, Stack, Text } from '@mantine/core';
import type { Schedule } from '@/shared/api/types';
import { statuses } from '@/shared/runs/words';
import { formatShort } from '@/shared/time/format';
import { useNow } from '@/shared/time/clock';
import { useZone } from '@/shared/time/zone';
import { schedule as text } from '@/text/schedule';
import { useChange, useScheduleSearch } from '../place';
import { views, type HistoryView } from '../search';
import { ExportMenu } from './ExportMenu';
import { HistoryList } from './HistoryList';
import { usePeriodAsked } from './usePeriodAsked';

const words = text.history;

export function HistoryTab({ schedule }: { schedule: Schedule }) {
  const { view = 'timeline', status } = useScheduleSearch();
  const change = useChange();
  const zone = useZone(schedule.timezone);
  const now = useNow(60_000);
  const period = usePeriodAsked(schedule.timezone);
  const chosen = status?.split(',') ?? [];
  const spoken = chosen.map((name) => words.statuses[name as keyof typeof words.statuses]).join(', ');
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={words.view}
            value={view}
            onChange={(value) => change({ view: value === 'timeline' ? undefined : (value as HistoryView) })}
            data={views.map((value) => ({ value, label: words.views[value] }))}
          />
          <MultiSelect
            size="xs"
            aria-label={words.status}
            placeholder={chosen.length === 0 ? words.anyStatus : undefined}
            clearable
            w={chosen.length > 1 ? 300 : 200}
            value={chosen}
            onChange={(values) => change({ status: values.length > 0 ? values.join(',') : undefined })}
            data={statuses.filter((value) => value !== 'canceling').map((value) => ({ value, label: words.statuses[value] }))}
          />
          <Text size="sm" c="dimmed">
            {words.sentence(spoken, period ? words.period(formatShort(period.from, zone, now), formatShort(period.to, zone, now)) : '')}
          </Text>
        </Group>
        <ExportMenu schedule={schedule} period={period} />
      </Group>
      <HistoryList schedule={schedule} period={period} view={view} status={status} />
    </Stack>
  );
}
