import { Button, Group, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { TimeBand } from '@/shared/band/TimeBand';
import { seamsOf } from '@/shared/band/seams';
import { useNow } from '@/shared/time/clock';
import { formatClock } from '@/shared/time/format';
import { Answer } from '@/shared/ui/Answer';
import { schedulesText } from '@/text/schedules';
import css from './calendar.module.css';
import { DayList } from './DayList';
import { dayTitle, daysOf, hoursOf } from './days';
import { HourBars } from './HourBars';
import { lanesOf } from './lanes';
import type { ViewProps } from './MonthView';
import { tallyBy } from './tally';
import { useCells, useItems, type Listed } from './useCalendar';

const text = schedulesText.calendar;

type Props = ViewProps & { hour: number | undefined; onHour: (hour: number | undefined) => void };

/** A day: its hours, the busiest schedules as lanes of a band, and every occurrence in a list. */
export function DayView({ date, zone, scope, hour, onHour }: Props) {
  const [day] = daysOf('day', date, zone);
  const whole = day ?? { date, from: 0, to: 0 };
  const hours = hoursOf(whole, zone);
  const chosen = hours.find((one) => one.hour === hour);
  const shown = chosen ?? whole;
  const cells = useCells(scope, whole.from, whole.to);
  const items = useItems(scope, shown.from, shown.to, zone);
  return (
    <>
      {seamsOf(zone, whole.from, whole.to).map((seam) => (
        <Text key={seam.at} size="sm" mb="xs">
          <strong>{text.clockChange}</strong> {seam.text}
        </Text>
      ))}
      <Answer of={cells} rows={2}>
        {(found) => <HourBars date={date} hours={hours} tallies={tallyBy(found, hours)} chosen={chosen?.hour} onHour={onHour} />}
      </Answer>
      {chosen ? (
        <Group gap="xs" mt="sm">
          <Text size="sm" fw={600}>
            {text.hours(formatClock(chosen.from, zone), formatClock(chosen.to, zone))}
          </Text>
          <Button size="compact-xs" variant="subtle" onClick={() => onHour(undefined)}>
            {text.wholeDay}
          </Button>
        </Group>
      ) : null}
      <Answer of={items} rows={8}>
        {(lists) => <Occurrences lists={lists} from={shown.from} to={shown.to} zone={zone} date={date} />}
      </Answer>
    </>
  );
}

function Occurrences({ lists, from, to, zone, date }: { lists: Listed[]; from: number; to: number; zone: string; date: string }) {
  const go = useNavigate();
  const now = useNow();
  const items = useMemo(() => lists.flatMap((list) => list.items).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)), [lists]);
  const lanes = useMemo(() => lanesOf(items), [items]);
  const many = lists.filter((list) => list.aggregated).reduce((sum, list) => sum + list.total, 0);
  if (items.length === 0)
    return (
      <Text c="dimmed" mt="md">
        {many > 0 ? text.tooMany(many) : text.noneInDay}
      </Text>
    );
  return (
    <>
      {many > 0 ? <Text mt="sm">{text.tooMany(many)}</Text> : null}
      {lists.some((list) => list.truncated) ? <Text mt="sm">{text.truncated}</Text> : null}
      <div className={css.lanes}>
        {lanes.all > lanes.lanes.length ? (
          <Text size="xs" c="dimmed">
            {text.lanes(lanes.lanes.length, lanes.all)}
          </Text>
        ) : null}
        <TimeBand
          from={from}
          to={to}
          now={now}
          zone={zone}
          lanes={lanes.lanes}
          label={text.band(dayTitle(date))}
          onPick={(mark) => {
            const item = mark.id ? lanes.item(mark.id) : undefined;
            if (item?.run_id) void go({ to: '/runs/$id', params: { id: item.run_id } });
            else if (item) void go({ to: '/schedules/$id', params: { id: item.schedule_id } });
          }}
        />
      </div>
      <DayList items={items} zone={zone} label={text.list(dayTitle(date))} />
    </>
  );
}
