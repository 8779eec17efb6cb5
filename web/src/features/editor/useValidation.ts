import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call, client } from '@/shared/api/client';

/** What the server says of a text, once the typing rests. `settled`: it speaks of this very text. */
export function useValidation(text: string) {
  const [asked] = useDebouncedValue(text, 350);
  const query = useQuery({
    queryKey: ['validate', asked],
    queryFn: () => call(client.POST('/api/workflows/validate', { body: asked, bodySerializer: (body: string) => body, headers: { 'Content-Type': 'application/yaml' } })),
    enabled: asked.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  return { answer: query.data, error: query.error, settled: asked === text && !query.isPlaceholderData && query.data !== undefined };
}
