import { Stack, Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Api, Schedule } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { ButtonLink } from '@/shared/ui/links';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfOccurrence } from '@/shared/ui/states';
import { schedule as text } from '@/text/schedule';
import { Facts } from './Facts';
import { HereLink } from './HereLink';

const words = text.whyPanel;

/** Why it ran, or did not, at a time: an instant, or a clock time of the schedule's zone. */
export function WhyPanel({ schedule, at }: { schedule: Schedule; at: string }) {
  const query = $api.useQuery('get', '/api/schedules/{id}/why', { params: { path: { id: schedule.id }, query: { at } } }, { retry: false });
  return <Answer of={query}>{(why) => <Why why={why} schedule={schedule} />}</Answer>;
}

function Why({ why, schedule }: { why: Api<'WhyRecord'>; schedule: Schedule }) {
  const near = (time: string) => (
    <HereLink change={{ why: time }}>
      <Time at={time} zone={schedule.timezone} />
    </HereLink>
  );
  return (
    <Stack align="flex-start">
      <StateMark state={stateOfOccurrence(why.verdict, why.run?.status)} words={text.band.outcome[why.verdict]} />
      <Text>{why.sentence}</Text>
      <Facts
        of={{
          [words.reason]: why.entry?.reason,
          [words.settled]: why.entry ? <Time at={why.entry.settled_at} zone={schedule.timezone} /> : null,
          [words.previous]: why.previous_at ? near(why.previous_at) : null,
          [words.next]: why.next_at ? near(why.next_at) : null,
        }}
      />
      {why.run ? (
        <ButtonLink variant="default" to="/runs/$id" params={{ id: why.run.id }}>
          {words.openRun}
        </ButtonLink>
      ) : null}
    </Stack>
  );
}
