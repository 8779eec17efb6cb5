import { Button, ScrollArea, Stack, Table } from '@mantine/core';
import { useMemo } from 'react';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { schedule as text } from '@/text/schedule';
import { AuditRow } from './AuditRow';

const words = text.audit;

/** Who changed it, when and why. */
export function AuditTab({ schedule }: { schedule: Schedule }) {
  const query = $api.useInfiniteQuery(
    'get',
    '/api/schedules/{id}/audit',
    { params: { path: { id: schedule.id }, query: { limit: 50 } } },
    { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: (page) => page.next_cursor ?? undefined },
  );
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return (
    <Answer of={query}>
      {() =>
        entries.length === 0 ? (
          <Empty title={words.empty} words={words.emptyWords} />
        ) : (
          <Stack gap="md">
            <ScrollArea viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': words.label }}>
              <Table aria-label={words.label} verticalSpacing="xs">
                <Table.Thead>
                  <Table.Tr>
                    {Object.values(words.columns).map((name) => (
                      <Table.Th key={name}>{name}</Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {entries.map((entry) => (
                    <AuditRow key={entry.id} entry={entry} zone={schedule.timezone} />
                  ))}
                </Table.Tbody>
              </Table>
            </ScrollArea>
            {query.hasNextPage ? (
              <Button variant="default" mx="auto" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {words.more}
              </Button>
            ) : null}
          </Stack>
        )
      }
    </Answer>
  );
}
