import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { $api } from '@/shared/api/client';
import { May } from '@/shared/api/may';
import { problemsOf } from '@/shared/api/problem';
import type { Schedule } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { ButtonLink } from '@/shared/ui/links';
import { schedule as text } from '@/text/schedule';
import { rangeDates, type Dates } from '../period';
import { useScheduleSearch } from '../place';
import { BackfillDialog } from './BackfillDialog';
import { Backfills } from './Backfills';
import { Coverage } from './Coverage';

const words = text.coverage;

/** Which dates its runs have worked on, what is missing, and the backfills that close it. */
export function CoverageTab({ schedule }: { schedule: Schedule }) {
  const { from, to } = useScheduleSearch();
  const zone = schedule.timezone ?? 'UTC';
  const asked = from && to ? rangeDates({ from: Date.parse(from), to: Date.parse(to) }, zone) : undefined;
  const query = $api.useQuery(
    'get',
    '/api/schedules/{id}/coverage',
    { params: { path: { id: schedule.id }, query: asked ? { from: asked.first, to: asked.end } : {} } },
    { enabled: hasWindow(schedule), retry: false, placeholderData: (before) => before },
  );
  const [filling, setFilling] = useState<Dates | 'ask'>();
  const hasNoWindow = !hasWindow(schedule) || (query.error !== null && problemsOf(query.error).some((problem) => problem.code === 'SCH051'));
  return (
    <Stack gap="xl">
      {hasNoWindow ? (
        <Empty
          title={words.noWindow}
          words={words.noWindowWords}
          example={words.noWindowExample}
          action={
            <ButtonLink to="/schedules/$id/edit" params={{ id: schedule.id }}>
              {words.edit}
            </ButtonLink>
          }
        />
      ) : (
        <Answer of={query}>{(coverage) => <Coverage coverage={coverage} onFill={setFilling} />}</Answer>
      )}
      <Stack gap="xs">
        <Group justify="flex-end">
          <May do="run:execute">
            <Button variant="default" onClick={() => setFilling('ask')}>
              {words.backfill}
            </Button>
          </May>
        </Group>
        <Backfills schedule={schedule} />
      </Stack>
      {filling ? <BackfillDialog schedule={schedule} dates={filling === 'ask' ? undefined : filling} onClose={() => setFilling(undefined)} /> : null}
    </Stack>
  );
}

function hasWindow(schedule: Schedule): boolean {
  return typeof schedule.definition === 'object' && schedule.definition !== null && 'window' in schedule.definition;
}
