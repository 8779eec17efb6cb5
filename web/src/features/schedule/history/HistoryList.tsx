import { Button, Stack } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { RunTable } from '@/shared/runs/RunTable';
import { Empty } from '@/shared/ui/Empty';
import { Answer } from '@/shared/ui/Answer';
import { schedule as text } from '@/text/schedule';
import type { Period } from '../period';
import { useChange } from '../place';
import type { HistoryView } from '../search';
import { Timeline } from './Timeline';

const words = text.history;

/** Its runs, page after page, latest first. */
export function HistoryList({ schedule, period, view, status }: { schedule: Schedule; period: Period | undefined; view: HistoryView; status: string | undefined }) {
  const change = useChange();
  const between = period ? { by: 'nominal', from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() } : {};
  const query = $api.useInfiniteQuery(
    'get',
    '/api/schedules/{id}/runs',
    { params: { path: { id: schedule.id }, query: { limit: 50, status, ...between } } },
    { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: (page) => page.next_cursor ?? undefined, placeholderData: (before) => before },
  );
  const runs = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  return (
    <Answer of={query}>
      {() =>
        runs.length === 0 ? (
          <None isFiltered={status !== undefined || period !== undefined} />
        ) : view === 'table' ? (
          <RunTable runs={runs} hasMore={hasNextPage} loadMore={more} hide={['workflow']} zone={schedule.timezone} onPick={(run) => change({ run: run.id, why: undefined })} />
        ) : (
          <Stack gap="sm" align="stretch">
            <Timeline runs={runs} schedule={schedule} />
            {hasNextPage ? (
              <Button variant="default" loading={isFetchingNextPage} onClick={more} mx="auto">
                {words.more}
              </Button>
            ) : null}
          </Stack>
        )
      }
    </Answer>
  );
}

function None({ isFiltered }: { isFiltered: boolean }) {
  const change = useChange();
  if (!isFiltered) return <Empty title={words.empty} words={words.emptyWords} />;
  return (
    <Empty
      title={words.emptyFiltered}
      words={words.emptyFilteredWords}
      action={
        <Button variant="default" onClick={() => change({ status: undefined, from: undefined, to: undefined, range: undefined })}>
          {words.clear}
        </Button>
      }
    />
  );
}
