import { Button, Group, Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { $api } from '@/shared/api/client';
import { Answer } from '@/shared/ui/Answer';
import { ButtonLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { SearchBox } from '@/shared/ui/SearchBox';
import { shell } from '@/text/shell';
import { workflows as text } from '@/text/workflows';
import { WorkflowTable } from './WorkflowTable';
import { NoWorkflows } from './NoWorkflows';

const pageSize = 100;

export function WorkflowsPage() {
  const search = useSearch({ from: '/workflows' });
  const go = useNavigate({ from: '/workflows' });
  const list = $api.useInfiniteQuery(
    'get',
    '/api/workflows',
    { params: { query: { ...search, limit: pageSize } } },
    { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: (page) => page.next_cursor ?? undefined },
  );
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data]);
  const find = useCallback((words: string | undefined) => void go({ search: (now) => ({ ...now, text: words }), replace: true }), [go]);
  const tags = [...new Set([...(items ?? []).flatMap((one) => one.tags), ...(search.tag ? [search.tag] : [])])].toSorted((a, b) => a.localeCompare(b));
  const wrong = items?.filter((one) => one.problems.length > 0).length ?? 0;

  return (
    <Page
      title={shell.pages.workflows}
      state={items ? text.state(list.data?.pages[0]?.total ?? items.length, wrong) : text.loading}
      actions={
        <>
          <ButtonLink variant="default" to="/templates">
            {text.templates}
          </ButtonLink>
          <ButtonLink to="/workflows/new">{text.create}</ButtonLink>
        </>
      }
    >
      <Group gap="xs" mb="sm">
        <SearchBox label={text.search} value={search.text} onSearch={find} />
        <Select
          size="xs"
          w={170}
          aria-label={text.tag}
          placeholder={text.anyTag}
          clearable
          searchable
          data={tags}
          value={search.tag ?? null}
          onChange={(tag) => void go({ search: (now) => ({ ...now, tag: tag ?? undefined }), replace: true })}
        />
      </Group>
      <Answer of={{ data: items, error: list.error, isPending: list.isPending, refetch: list.refetch }}>
        {(found) => (found.length > 0 ? <WorkflowTable items={found} /> : <NoWorkflows filtered={Boolean(search.text ?? search.tag)} />)}
      </Answer>
      {list.hasNextPage ? (
        <Button mt="sm" size="xs" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {text.more}
        </Button>
      ) : null}
    </Page>
  );
}
