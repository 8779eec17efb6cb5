import { ActionIcon, Alert, Button, Group, SegmentedControl, Text, Title } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useNow } from '@/shared/time/clock';
import { isoDate } from '@/shared/time/format';
import { useZone } from '@/shared/time/zone';
import { schedulesText } from '@/text/schedules';
import css from './calendar.module.css';
import { DayView } from './DayView';
import { moved, titleOf } from './days';
import { MonthView } from './MonthView';
import { readSchedulesSearch, scales, type Scale, type SchedulesSearch } from './search';
import { useScope } from './useCalendar';
import { WeekView } from './WeekView';

const text = schedulesText.calendar;

type Props = { search: SchedulesSearch; total: number; onChange: (change: (before: SchedulesSearch) => SchedulesSearch) => void };

/** What all schedules did and will do, by month, week or day. */
export function Calendar({ search, total, onChange }: Props) {
  const zone = useZone();
  const today = isoDate(useNow(60_000), zone);
  const scale = search.scale ?? 'month';
  const date = search.date ?? today;
  const scope = useScope(search);
  const show = (to: Partial<Pick<SchedulesSearch, 'scale' | 'date' | 'hour'>>) => onChange((before) => readSchedulesSearch({ ...before, hour: undefined, ...to }));
  const props = { date, today, zone, scope, onDay: (day: string, hour?: number) => show({ scale: 'day', date: day, hour }) };
  return (
    <section aria-label={text.label} className={css.calendar}>
      <Group justify="space-between" gap="sm" className={css.bar}>
        <Group gap={6}>
          <ActionIcon variant="default" aria-label={text.previous[scale]} onClick={() => show({ date: moved(scale, date, -1) })}>
            <ChevronLeft size={16} />
          </ActionIcon>
          <Button size="compact-sm" h={28} variant="default" onClick={() => show({ date: undefined })}>
            {text.today}
          </Button>
          <ActionIcon variant="default" aria-label={text.next[scale]} onClick={() => show({ date: moved(scale, date, 1) })}>
            <ChevronRight size={16} />
          </ActionIcon>
          <Title order={2} className={css.title} aria-live="polite">
            {titleOf(scale, date)}
          </Title>
        </Group>
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            {text.zone(zone)}
          </Text>
          <SegmentedControl size="xs" aria-label={text.scales.label} value={scale} data={scales.map((value) => ({ value, label: text.scales[value] }))} onChange={(value) => show({ scale: value as Scale })} />
        </Group>
      </Group>
      {scope.all ? (
        <Alert variant="light" color="gray" mb="sm" className={css.note}>
          {text.unfiltered(total)}
        </Alert>
      ) : null}
      {scale === 'month' ? <MonthView {...props} /> : scale === 'week' ? <WeekView {...props} /> : <DayView {...props} hour={search.hour} onHour={(hour) => show({ hour })} />}
    </section>
  );
}
