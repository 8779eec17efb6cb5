import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { schedulesText } from '@/text/schedules';
import css from './calendar.module.css';
import { dayTitle } from './days';
import { entriesOf, totalOf, wordsOf, type Tally } from './tally';
import { clock } from './WeekView';

const text = schedulesText.calendar;

type Props = { date: string; hours: { hour: number }[]; tallies: Tally[]; chosen: number | undefined; onHour: (hour: number | undefined) => void };

/** The hours of a day as bars, as high as they are busy, in the colours of what became of them. */
export function HourBars({ date, hours, tallies, chosen, onHour }: Props) {
  const most = Math.max(1, ...tallies.map(totalOf));
  return (
    <div className={css.bars}>
      {hours.map(({ hour }, place) => {
        const tally = tallies[place] ?? {};
        const words = wordsOf(tally);
        return (
          <UnstyledButton
            key={hour}
            className={css.barHour}
            data-chosen={hour === chosen || undefined}
            aria-pressed={hour === chosen}
            title={words}
            disabled={totalOf(tally) === 0}
            onClick={() => onHour(hour === chosen ? undefined : hour)}
          >
            <VisuallyHidden>{text.cell(dayTitle(date), clock(hour), words)}</VisuallyHidden>
            <svg className={css.barArea} viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
              {stacked(tally, most).map(({ state, y, height }) => (
                <rect key={state} x="0" width="10" y={y} height={height} fill={`var(--state-${state})`} fillOpacity={state === 'future' ? 0.35 : 1} />
              ))}
            </svg>
            <span className={css.barLabel} aria-hidden="true">
              {hour}
            </span>
          </UnstyledButton>
        );
      })}
    </div>
  );
}

// Failures at the foot, where they are seen even if they are few: a part is never lower than two of a hundred.
function stacked(tally: Tally, most: number) {
  let top = 100;
  return entriesOf(tally).map(([state, count]) => {
    const height = Math.max(2, (count / most) * 92);
    top -= height;
    return { state, y: top, height };
  });
}
