import { Button, Code, Table, Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { admin as text } from '@/text/admin';
import type { AdminSearch } from './search';
import { SubjectLink } from './SubjectLink';

/** Changes, the newest first. */
export function AuditTrail({ search, filtered }: { search: AdminSearch; filtered: boolean }) {
  const trail = $api.useInfiniteQuery('get', '/api/audit', { params: { query: { ...search, limit: 50 } } }, { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: (page: Api<'RecordPageOfAuditRecord'>) => page.next_cursor ?? undefined });
  return (
    <Answer of={trail}>
      {({ pages }) => {
        const entries = pages.flatMap((page) => page.items);
        if (entries.length === 0) return filtered ? <Text c="dimmed">{text.none}</Text> : <Empty title={text.empty.title} words={text.empty.words} />;
        return (
          <>
            <Table.ScrollContainer minWidth={820} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': text.state, role: 'region' } }}>
              <Table verticalSpacing={6}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{text.columns.at}</Table.Th>
                    <Table.Th>{text.columns.actor}</Table.Th>
                    <Table.Th>{text.columns.action}</Table.Th>
                    <Table.Th>{text.columns.subject}</Table.Th>
                    <Table.Th>{text.columns.reason}</Table.Th>
                    <Table.Th>{text.columns.detail}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {entries.map((entry) => (
                    <Entry key={entry.id} entry={entry} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            {trail.hasNextPage ? (
              <Button mt="sm" variant="default" loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
                {text.more}
              </Button>
            ) : null}
          </>
        );
      }}
    </Answer>
  );
}

function Entry({ entry }: { entry: Api<'AuditRecord'> }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Time at={entry.at} show="short" />
      </Table.Td>
      <Table.Td>{entry.actor}</Table.Td>
      <Table.Td>{entry.action}</Table.Td>
      <Table.Td>
        <SubjectLink subject={entry.subject} id={entry.subject_id} />
      </Table.Td>
      <Table.Td>{entry.reason}</Table.Td>
      <Table.Td>
        {entry.detail === null ? null : (
          <details>
            <summary>{text.show}</summary>
            <Code block>{JSON.stringify(entry.detail, null, 2)}</Code>
          </details>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
