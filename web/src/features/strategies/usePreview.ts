import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call, client } from '@/shared/api/client';

/** What would come of a strategy, once the typing rests. */
export function usePreview(body: Record<string, unknown>, enabled: boolean) {
  // Without an id yet the rest can still be shown.
  const text = JSON.stringify({ ...body, id: body.id === '' ? 'new-strategy' : body.id, count: 5 });
  const [asked] = useDebouncedValue(text, 350);
  return useQuery({
    queryKey: ['preview of a strategy', asked],
    queryFn: () => call(client.POST('/api/strategies/preview', { body: JSON.parse(asked) as Record<string, unknown> })),
    enabled,
    placeholderData: keepPreviousData,
  });
}
