import { Text } from '@mantine/core';
import type { Schedule } from '@/shared/api/types';
import { acts as text } from '@/text/acts';
import css from './acts.module.css';
import { scheduleName } from './scheduleName';

const shown = 5;

/** Which schedules an act of several is about: the first few by name, and how many more. */
export function Names({ schedules }: { schedules: readonly Schedule[] }) {
  if (schedules.length < 2) return null;
  const more = schedules.length - shown;
  return (
    <ul className={css.names}>
      {schedules.slice(0, shown).map((schedule) => (
        <li key={schedule.id}>{scheduleName(schedule)}</li>
      ))}
      {more > 0 ? (
        <li>
          <Text span inherit>
            {text.andMore(more)}
          </Text>
        </li>
      ) : null}
    </ul>
  );
}

/** "Heartbeat", or "12 schedules". */
export function whatOf(schedules: readonly Schedule[]): string {
  const [only] = schedules;
  return only && schedules.length === 1 ? scheduleName(only) : text.many(schedules.length);
}
