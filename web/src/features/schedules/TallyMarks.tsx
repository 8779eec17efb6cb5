import { formatCount } from '@/shared/ui/money';
import { StateMark } from '@/shared/ui/StateMark';
import css from './calendar.module.css';
import { entriesOf, type Tally } from './tally';

/** Counts by state, as marks with their numbers. What encloses it says them in words. */
export function TallyMarks({ tally }: { tally: Tally }) {
  return (
    <span className={css.marks} aria-hidden="true">
      {entriesOf(tally).map(([state, count]) => (
        <StateMark key={state} state={state} words={formatCount(count)} />
      ))}
    </span>
  );
}
