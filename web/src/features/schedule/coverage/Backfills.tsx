import { Stack, Text, Title } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { schedule as text } from '@/text/schedule';
import { BackfillRow } from './BackfillRow';

/** The backfills of the schedule, latest first. */
export function Backfills({ schedule }: { schedule: Schedule }) {
  const query = $api.useQuery('get', '/api/backfills', { params: { query: { schedule: schedule.id, limit: 20 } } }, { refetchInterval: ({ state }) => (state.data?.items.some((each) => each.status === 'running') ? 2_000 : false) });
  return (
    <Stack component="section" gap="sm" aria-label={text.backfill.list}>
      <Title order={2} size="h4">
        {text.backfill.list}
      </Title>
      <Answer of={query} rows={2}>
        {({ items }) => (items.length === 0 ? <Text c="dimmed">{text.backfill.none}</Text> : items.map((backfill) => <BackfillRow key={backfill.id} backfill={backfill} zone={schedule.timezone} />))}
      </Answer>
    </Stack>
  );
}
