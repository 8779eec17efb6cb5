import { Group, Stack } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { ButtonLink } from '@/shared/ui/links';
import { schedule as text } from '@/text/schedule';
import { RetryButton } from './RetryButton';
import { RunError } from './RunError';
import { RunFacts } from './RunFacts';

/** One run beside the list it is in; its own page shows the rest. */
export function RunPanel({ schedule, run: id }: { schedule: Schedule; run: string }) {
  const query = $api.useQuery('get', '/api/schedules/{id}/runs/{runId}', { params: { path: { id: schedule.id, runId: id } } });
  return (
    <Answer of={query}>
      {(run) => (
        <Stack>
          <Group gap="xs">
            <ButtonLink variant="default" to="/runs/$id" params={{ id: run.id }}>
              {text.acts.openRun}
            </ButtonLink>
            {run.status === 'failed' || run.status === 'canceled' ? <RetryButton run={run} /> : null}
          </Group>
          <RunError run={run} />
          <RunFacts run={run} zone={schedule.timezone} />
        </Stack>
      )}
    </Answer>
  );
}
