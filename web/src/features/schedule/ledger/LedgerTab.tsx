import { Button, Group, Select, Stack } from '@mantine/core';
import { useMemo } from 'react';
import { $api } from '@/shared/api/client';
import type { Api, Schedule } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { schedule as text } from '@/text/schedule';
import { useChange, useScheduleSearch } from '../place';
import { outcomes } from '../search';
import { AskWhy } from './AskWhy';
import { LedgerTable } from './LedgerTable';

const words = text.ledger;

/** What became of each occurrence, also of those that did not run. */
export function LedgerTab({ schedule }: { schedule: Schedule }) {
  const { outcome } = useScheduleSearch();
  const change = useChange();
  const query = $api.useInfiniteQuery(
    'get',
    '/api/schedules/{id}/ledger',
    { params: { path: { id: schedule.id }, query: { outcome, limit: 50 } } },
    { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: (page) => page.next_cursor ?? undefined, placeholderData: (before) => before },
  );
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const any = (
    <Button variant="default" onClick={() => change({ outcome: undefined })}>
      {words.clear}
    </Button>
  );
  return (
    <Stack gap="md">
      <Group justify="space-between" align="end" gap="sm">
        <Select
          size="xs"
          label={words.outcome}
          placeholder={words.any}
          clearable
          value={outcome ?? null}
          onChange={(value) => change({ outcome: (value ?? undefined) as Api<'OccurrenceOutcome'> | undefined })}
          data={outcomes.map((value) => ({ value, label: text.band.outcome[value] }))}
        />
        <AskWhy schedule={schedule} />
      </Group>
      <Answer of={query}>
        {() =>
          entries.length > 0 ? (
            <LedgerTable entries={entries} schedule={schedule} />
          ) : outcome ? (
            <Empty title={words.emptyFiltered(text.band.outcome[outcome].toLowerCase())} words={words.emptyWords} action={any} />
          ) : (
            <Empty title={words.empty} words={words.emptyWords} />
          )
        }
      </Answer>
      {query.hasNextPage ? (
        <Button variant="default" mx="auto" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
    </Stack>
  );
}
