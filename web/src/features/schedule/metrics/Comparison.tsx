import { Button, Group, Stack, Title } from '@mantine/core';
import { DatePickerInput, type DatesRangeValue } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { useNow } from '@/shared/time/clock';
import { isoDate } from '@/shared/time/format';
import { useZone } from '@/shared/time/zone';
import { Answer } from '@/shared/ui/Answer';
import { schedule as text } from '@/text/schedule';
import { addDays, readDates, writeDates, type Dates } from '../period';
import { useChange, useScheduleSearch } from '../place';
import { CompareTable } from './CompareTable';
import { presetsOf } from './presets';

const words = text.compare;

/** Two periods of one's choice side by side. */
export function Comparison({ schedule }: { schedule: Schedule }) {
  const search = useScheduleSearch();
  const change = useChange();
  const own = useZone(schedule.timezone);
  const zone = schedule.timezone ?? own;
  const presets = presetsOf(isoDate(useNow(60_000), zone));
  const before = search.p1 ? readDates(search.p1) : presets.week[0];
  const after = search.p2 ? readDates(search.p2) : presets.week[1];
  const query = $api.useQuery(
    'get',
    '/api/schedules/{id}/compare',
    { params: { path: { id: schedule.id }, query: { timezone: zone, period1_start: before.first, period1_end: addDays(before.last, 1), period2_start: after.first, period2_end: addDays(after.last, 1) } } },
    { placeholderData: (old) => old },
  );
  const choose = (p1: Dates, p2: Dates) => change({ p1: writeDates(p1), p2: writeDates(p2) });
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h4">
        {words.title}
      </Title>
      <Group gap="sm" align="end">
        <Dates label={words.before} dates={before} onChoose={(chosen) => choose(chosen, after)} />
        <Dates label={words.after} dates={after} onChoose={(chosen) => choose(before, chosen)} />
        {(['week', 'month', 'four'] as const).map((name) => (
          <Button key={name} size="xs" variant="default" onClick={() => choose(...presets[name])}>
            {words.presets[name]}
          </Button>
        ))}
      </Group>
      <Answer of={query}>{(compared) => <CompareTable compared={compared} before={before} after={after} />}</Answer>
    </Stack>
  );
}

function Dates({ label, dates, onChoose }: { label: string; dates: Dates; onChoose: (dates: Dates) => void }) {
  const choose = ([first, last]: DatesRangeValue<string>) => {
    if (first && last) onChoose({ first, last });
  };
  return <DatePickerInput key={writeDates(dates)} type="range" size="xs" miw={230} label={label} valueFormat="D MMM YYYY" allowSingleDateInRange defaultValue={[dates.first, dates.last]} onChange={choose} />;
}
