import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Fragment } from 'react';
import { seamsOf } from '@/shared/band/seams';
import { Answer } from '@/shared/ui/Answer';
import { schedulesText } from '@/text/schedules';
import css from './calendar.module.css';
import { dayTitle, daysOf, hoursOf } from './days';
import type { ViewProps } from './MonthView';
import { heat, tallyBy, totalOf, wordsOf, type Tally } from './tally';
import { TallyMarks } from './TallyMarks';
import { useCells } from './useCalendar';

const text = schedulesText.calendar;
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** A week: days beside one another, hours below one another, each as dark as it is busy. */
export function WeekView({ date, today, zone, scope, onDay }: ViewProps) {
  const days = daysOf('week', date, zone);
  const cells = useCells(scope, days[0]?.from ?? 0, days.at(-1)?.to ?? 0);
  return (
    <Answer of={cells} rows={12}>
      {(found) => {
        const stretches = days.flatMap((day) => hoursOf(day, zone).map((hour) => ({ ...hour, key: `${day.date} ${hour.hour}` })));
        const tallies = tallyBy(found, stretches);
        const byHour = new Map(stretches.map((stretch, place) => [stretch.key, tallies[place] ?? {}]));
        const most = Math.max(...tallies.map(totalOf));
        return (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and keys must reach it
          <div className={css.scroller} tabIndex={0} role="region" aria-label={text.scales.week}>
            <div className={css.week}>
              <span />
              {days.map((day) => (
                <UnstyledButton key={day.date} className={css.weekHead} data-today={day.date === today || undefined} aria-current={day.date === today ? 'date' : undefined} onClick={() => onDay(day.date)}>
                  {dayTitle(day.date)}
                  {seamsOf(zone, day.from, day.to).map((seam) => (
                    <span key={seam.at} className={css.seam} title={seam.text}>
                      {text.clockChange}
                    </span>
                  ))}
                </UnstyledButton>
              ))}
              {hours.map((hour) => (
                <Fragment key={hour}>
                  <span className={css.hour}>{clock(hour)}</span>
                  {days.map((day) => (
                    <HourCell key={day.date} date={day.date} hour={hour} tally={byHour.get(`${day.date} ${hour}`)} most={most} onDay={onDay} />
                  ))}
                </Fragment>
              ))}
            </div>
          </div>
        );
      }}
    </Answer>
  );
}

function HourCell({ date, hour, tally, most, onDay }: { date: string; hour: number; tally: Tally | undefined; most: number; onDay: (date: string, hour: number) => void }) {
  // An hour that the clocks skip is no place at all; one with nothing in it is no button.
  if (!tally) return <span className={css.gap} />;
  const total = totalOf(tally);
  if (total === 0) return <span className={css.cell} data-heat={0} />;
  const words = wordsOf(tally);
  return (
    <UnstyledButton className={css.cell} data-heat={heat(total, most)} title={words} onClick={() => onDay(date, hour)}>
      <VisuallyHidden>{text.cell(dayTitle(date), clock(hour), words)}</VisuallyHidden>
      <TallyMarks tally={tally} />
    </UnstyledButton>
  );
}

export function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
