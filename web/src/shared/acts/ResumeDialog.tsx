import { NumberInput, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { actor } from '@/shared/api/actor';
import { $api, call, client } from '@/shared/api/client';
import type { Api, Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { acts as text } from '@/text/acts';
import { ReasonDialog } from './ReasonDialog';
import { scheduleName } from './scheduleName';

type Choice = Api<'MissedChoice'>;

/** Ends a pause, after asking what shall become of the occurrences that were missed. */
export function ResumeDialog({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const name = scheduleName(schedule);
  const missed = $api.useQuery('get', '/api/schedules/{id}/missed', { params: { path: { id: schedule.id } } }, { staleTime: 0 });
  const [choice, setChoice] = useState<Choice>('none');
  const [most, setMost] = useState<number>();
  const count = missed.data?.count ?? 0;
  const runs = Math.min(most ?? count, count);
  const resume = useAct(
    (reason: string | undefined) =>
      call(client.POST('/api/schedules/{id}/resume', { params: { path: { id: schedule.id } }, body: { by: actor(), reason, missed: choice, max_runs: choice === 'all' && most ? most : undefined } })),
    { ownProblems: true, done: () => (choice === 'none' ? text.resume.done(name) : text.resume.backfilled(name, choice)), after: onClose },
  );
  return (
    <ReasonDialog title={text.resume.title(name)} act={text.resume.act} error={resume.error} pending={resume.isPending} onAct={resume.mutate} onClose={onClose}>
      <Answer of={missed} rows={3}>
        {(found) =>
          found.count === 0 ? (
            <Text size="sm">{text.resume.nothingMissed}</Text>
          ) : (
            <Stack gap="sm">
              <Text size="sm">
                {text.resume.missed(found.count)} {text.resume.since} <Time at={found.since} zone={schedule.timezone} show="short" />. {found.first_at ? <FirstAndLast found={found} zone={schedule.timezone} /> : null}
              </Text>
              <Radio.Group label={text.resume.question} value={choice} onChange={(value) => setChoice(value as Choice)}>
                <Stack gap="xs" mt="xs">
                  <Radio value="none" label={text.resume.none} description={text.resume.noneWords} />
                  <Radio value="last" label={text.resume.one} description={text.resume.oneWords} />
                  <Radio value="all" label={text.resume.all} description={text.resume.allWords(runs)} />
                </Stack>
              </Radio.Group>
              {choice === 'all' && found.count > 1 ? (
                <NumberInput label={text.resume.most} min={1} max={found.count} allowDecimal={false} value={most ?? found.count} onChange={(value) => setMost(typeof value === 'number' ? value : undefined)} w={220} />
              ) : null}
            </Stack>
          )
        }
      </Answer>
    </ReasonDialog>
  );
}

function FirstAndLast({ found, zone }: { found: Api<'MissedRecord'>; zone: string | null }) {
  if (!found.first_at || !found.last_at) return null;
  return (
    <>
      {found.count > 1 ? (
        <>
          {text.resume.first} <Time at={found.first_at} zone={zone} show="short" />.{' '}
        </>
      ) : null}
      {text.resume.last} <Time at={found.last_at} zone={zone} show="short" />.
    </>
  );
}
