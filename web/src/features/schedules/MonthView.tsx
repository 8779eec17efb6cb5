import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Answer } from '@/shared/ui/Answer';
import { seamsOf } from '@/shared/band/seams';
import { schedulesText } from '@/text/schedules';
import css from './calendar.module.css';
import { dayTitle, daysOf, sameMonth, type Day } from './days';
import { heat, tallyBy, totalOf, wordsOf, type Tally } from './tally';
import { TallyMarks } from './TallyMarks';
import { useCells, type Scope } from './useCalendar';

const text = schedulesText.calendar;

export type ViewProps = { date: string; today: string; zone: string; scope: Scope; onDay: (date: string, hour?: number) => void };

/** A month of days, each as dark as it is busy, with what became of its occurrences. */
export function MonthView({ date, today, zone, scope, onDay }: ViewProps) {
  const days = daysOf('month', date, zone);
  const from = days[0]?.from ?? 0;
  const to = days.at(-1)?.to ?? 0;
  const cells = useCells(scope, from, to);
  return (
    <Answer of={cells} rows={10}>
      {(found) => {
        const tallies = tallyBy(found, days);
        const most = Math.max(...tallies.map(totalOf));
        return (
          <div className={css.month}>
            {text.weekdays.map((weekday) => (
              <div key={weekday} className={css.weekday} aria-hidden="true">
                {weekday}
              </div>
            ))}
            {days.map((day, place) => (
              <DayCell key={day.date} day={day} zone={zone} tally={tallies[place] ?? {}} most={most} outside={!sameMonth(day.date, date)} today={day.date === today} onDay={onDay} />
            ))}
          </div>
        );
      }}
    </Answer>
  );
}

type CellProps = { day: Day; zone: string; tally: Tally; most: number; outside: boolean; today: boolean; onDay: (date: string) => void };

function DayCell({ day, zone, tally, most, outside, today, onDay }: CellProps) {
  const seams = seamsOf(zone, day.from, day.to);
  const words = [wordsOf(tally), ...seams.map((seam) => seam.text)].join('. ');
  return (
    <UnstyledButton
      className={css.day}
      data-heat={heat(totalOf(tally), most)}
      data-outside={outside || undefined}
      data-today={today || undefined}
      aria-current={today ? 'date' : undefined}
      onClick={() => onDay(day.date)}
    >
      <VisuallyHidden>{text.day(dayTitle(day.date), words)}</VisuallyHidden>
      <span className={css.number} aria-hidden="true">{Number(day.date.slice(8))}</span>
      {seams.map((seam) => (
        <span key={seam.at} className={css.seam} title={seam.text} aria-hidden="true">
          {text.clockChange}
        </span>
      ))}
      <TallyMarks tally={tally} />
    </UnstyledButton>
  );
}
