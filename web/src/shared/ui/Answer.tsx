import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemList } from './ProblemList';

type Query<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };

/** What a query answered: rows of grey while it loads, its problems, or the thing itself. Old data stays while new data is read. */
export function Answer<T>({ of: query, rows = 6, children }: { of: Query<T>; rows?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemList error={query.error} retry={() => void query.refetch()} />;
  return (
    <Stack gap="xs" aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        // oxlint-disable-next-line react/no-array-index-key -- grey rows are all alike
        <Skeleton key={row} height={28} />
      ))}
    </Stack>
  );
}
