import { Text, Title } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { ProblemList } from '@/shared/ui/ProblemList';
import { Time } from '@/shared/time/Time';
import { schedule as text } from '@/text/schedule';
import { Facts } from '../Facts';
import css from '../Schedule.module.css';

const words = text.settings;

/** The schedule's rules in words, its next occurrences, the clock changes that touch it, and what lint says. */
export function Explanation({ schedule }: { schedule: Schedule }) {
  const query = $api.useQuery('get', '/api/schedules/{id}/explain', { params: { path: { id: schedule.id }, query: { count: 5 } } }, { retry: false });
  return (
    <Answer of={query}>
      {(explained) => (
        <div className={css.sections}>
          <section className={css.section} aria-label={words.rules}>
            <Title order={2} size="h4">
              {words.rules}
            </Title>
            <Text>{explained.words}</Text>
            <Facts of={Object.fromEntries(explained.policies.map(({ key, words: rule }) => [key.replaceAll('_', ' '), rule]))} />
          </section>
          <section className={css.section} aria-label={words.next}>
            <Title order={2} size="h4">
              {words.next}
            </Title>
            {explained.occurrences.map((next) => (
              <Text key={next.nominal} size="sm">
                <Time at={next.nominal} zone={explained.timezone} /> {next.note}
              </Text>
            ))}
            <Title order={2} size="h4" mt="sm">
              {words.clocks}
            </Title>
            {explained.clock_changes.length === 0 ? <Text size="sm">{words.noClocks}</Text> : null}
            {explained.clock_changes.map((change) => (
              <Text key={`${change.at} ${change.effect}`} size="sm">
                <Time at={change.at} zone={explained.timezone} show="short" />: {change.message}
              </Text>
            ))}
            <Title order={2} size="h4" mt="sm">
              {words.findings}
            </Title>
            {explained.findings.length === 0 ? <Text size="sm">{words.noFindings}</Text> : <ProblemList problems={explained.findings} />}
            <Text size="sm" c="dimmed">
              {words.tzdb(explained.tzdb)}
            </Text>
          </section>
        </div>
      )}
    </Answer>
  );
}
