import { Skeleton, Stack, Text } from '@mantine/core';
import { useEffect, useMemo, type ComponentProps } from 'react';
import type { Schedule } from '@/shared/api/types';
import { useNow } from '@/shared/time/clock';
import { formatShort } from '@/shared/time/format';
import { useZone } from '@/shared/time/zone';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { later } from '@/shared/ui/later';
import { schedule as text } from '@/text/schedule';
import { ordinaryRange, periodOf } from '../period';
import { useScheduleSearch } from '../place';
import { Comparison } from './Comparison';
import { Numbers } from './Numbers';
import { OccurrenceWords } from './OccurrenceWords';
import { useMetrics } from './useMetrics';

const Charts = later<ComponentProps<typeof import('./Charts').Charts>>(async () => (await import('./Charts')).Charts, <Skeleton height={260} />);

/** How it did in a period, and against the period before. */
export function MetricsTab({ schedule }: { schedule: Schedule }) {
  const search = useScheduleSearch();
  const shown = useZone(schedule.timezone);
  const now = useNow(60_000);
  const zone = schedule.timezone ?? shown;
  const { from, to } = search;
  const range = search.range ?? ordinaryRange(schedule, now);
  const period = useMemo(() => periodOf({ from, to, range }, zone, now), [from, to, range, zone, now]);
  const { metrics, changes, before } = useMetrics(schedule.id, period, zone);
  // Read while the numbers are on their way.
  useEffect(() => void Charts.read(), []);
  return (
    <Stack gap="xl">
      <Answer of={metrics}>
        {(data) => (
          <Stack gap="lg">
            <Text size="sm" c="dimmed">
              {text.history.period(formatShort(period.from, shown, now), formatShort(period.to, shown, now))}. {text.metrics.against(formatShort(before.from, shown, now), formatShort(before.to, shown, now))}
            </Text>
            <OccurrenceWords metrics={data} />
            {data.total_runs === 0 ? (
              <Empty title={text.metrics.empty} words={text.metrics.emptyWords} />
            ) : (
              <>
                <Numbers metrics={data} changes={changes.data?.metrics} />
                <Charts parts={data.series ?? []} workflow={schedule.workflow_id} zone={shown} period={period} />
              </>
            )}
          </Stack>
        )}
      </Answer>
      <Comparison schedule={schedule} />
    </Stack>
  );
}
