import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { Schedule } from '@/shared/api/types';
import { TimeBand } from '@/shared/band/TimeBand';
import type { BandMark } from '@/shared/band/types';
import { useNow } from '@/shared/time/clock';
import { formatShort } from '@/shared/time/format';
import { useZone } from '@/shared/time/zone';
import { ProblemList } from '@/shared/ui/ProblemList';
import { schedule as text } from '@/text/schedule';
import { nameOf } from './nameOf';
import { bandPeriodOf, ordinaryRange, ranges, type Range } from './period';
import { useChange, useScheduleSearch } from './place';
import css from './Schedule.module.css';
import { useBandLanes } from './useBandLanes';

/** The occurrences of the schedule around now; moving it sets the period of the page. */
export function ScheduleBand({ schedule }: { schedule: Schedule }) {
  const search = useScheduleSearch();
  const change = useChange();
  const zone = useZone(schedule.timezone);
  const { from, to } = search;
  const minute = useNow(60_000);
  const now = useNow();
  const range = search.range ?? ordinaryRange(schedule, minute);
  const period = useMemo(() => bandPeriodOf({ from, to, range }, schedule.timezone ?? zone, minute), [from, to, range, schedule.timezone, zone, minute]);
  const { lanes, error, refetch } = useBandLanes(schedule.id, period);
  const isOwn = from !== undefined;
  const pick = (mark: BandMark) => {
    if (mark.id) change({ run: mark.id, why: undefined });
    else if (mark.count === undefined || mark.count === 1) change({ why: new Date(mark.at).toISOString(), run: undefined });
  };
  return (
    <section className={css.band} aria-label={text.band.label(nameOf(schedule))}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {text.history.period(formatShort(period.from, zone, now), formatShort(period.to, zone, now))}
        </Text>
        <Group gap="xs">
          {isOwn || search.range ? (
            <Button size="compact-sm" variant="subtle" onClick={() => change({ from: undefined, to: undefined, range: undefined })}>
              {text.band.all}
            </Button>
          ) : null}
          <SegmentedControl
            size="xs"
            aria-label={text.band.range}
            value={isOwn ? '' : range}
            onChange={(value) => change({ range: value as Range, from: undefined, to: undefined })}
            data={ranges.map((value) => ({ value, label: text.band.ranges[value] }))}
          />
        </Group>
      </Group>
      {error ? <ProblemList error={error} retry={refetch} /> : null}
      <TimeBand
        from={period.from}
        to={period.to}
        now={now}
        zone={zone}
        lanes={lanes}
        label={text.band.label(nameOf(schedule))}
        onPick={pick}
        onRange={(start, end) => change({ from: new Date(start).toISOString(), to: new Date(end).toISOString(), range: undefined }, isOwn)}
      />
    </section>
  );
}
