import { Button } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import { Answer } from '@/shared/ui/Answer';
import { ButtonLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { strategies as text } from '@/text/strategies';
import { NoStrategies } from './NoStrategies';
import { StrategyFilters } from './StrategyFilters';
import { StrategyTable } from './StrategyTable';

export function StrategiesPage() {
  const search = useSearch({ from: '/strategies' });
  const { stale, ...words } = search;
  const list = $api.useInfiniteQuery(
    'get',
    '/api/strategies',
    { params: { query: { ...words, stale: stale ? true : undefined, limit: 100 } } },
    { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: (page) => page.next_cursor ?? undefined },
  );
  const items = list.data?.pages.flatMap((page) => page.items);
  const wrong = items?.filter((one) => one.problems.length > 0).length ?? 0;
  return (
    <Page
      title={text.title}
      state={items ? text.state(list.data?.pages[0]?.total ?? items.length, wrong) : text.loading}
      actions={
        <>
          <ButtonLink variant="default" to="/templates">
            {text.templates}
          </ButtonLink>
          <ButtonLink to="/strategies/new" search={{}}>
            {text.create}
          </ButtonLink>
        </>
      }
    >
      <StrategyFilters items={items ?? []} />
      <Answer of={{ data: items, error: list.error, isPending: list.isPending, refetch: list.refetch }}>
        {(found) => (found.length > 0 ? <StrategyTable items={found} /> : <NoStrategies filtered={Object.values(search).some(Boolean)} />)}
      </Answer>
      {list.hasNextPage ? (
        <Button mt="sm" size="xs" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {text.more}
        </Button>
      ) : null}
    </Page>
  );
}
