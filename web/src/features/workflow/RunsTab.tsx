import { $api } from '@/shared/api/client';
import { RunTable } from '@/shared/runs/RunTable';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { workflow } from '@/text/workflows';

const text = workflow.runList;

/** Its runs, the latest first. */
export function RunsTab({ id }: { id: string }) {
  const query = $api.useInfiniteQuery(
    'get',
    '/api/workflows/{id}/runs',
    { params: { path: { id }, query: { limit: 100 } } },
    { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: (page) => page.next_cursor ?? undefined },
  );
  const runs = query.data?.pages.flatMap((page) => page.items);
  return (
    <Answer of={{ data: runs, error: query.error, isPending: query.isPending, refetch: query.refetch }}>
      {(found) =>
        found.length === 0 ? (
          <Empty title={text.empty.title} words={text.empty.words} />
        ) : (
          <RunTable runs={found} hide={['workflow']} hasMore={query.hasNextPage} loadMore={() => void (query.isFetchingNextPage || query.fetchNextPage())} />
        )
      }
    </Answer>
  );
}
