import { useMutation } from '@tanstack/react-query';
import { call, client } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { pageSize } from './pages';
import { filterOf, type SchedulesSearch } from './search';
import type { Selection } from './useSelection';

/** Selects all that fit: every one is read first, so that the number is what will be acted on. */
export function useSelectAll(search: SchedulesSearch, selection: Selection) {
  return useMutation({
    mutationFn: async () => {
      const found: Schedule[] = [];
      let cursor: string | undefined;
      do {
        const page = await call(client.GET('/api/schedules', { params: { query: { ...filterOf(search), limit: pageSize, cursor } } }));
        found.push(...page.items);
        cursor = page.next_cursor ?? undefined;
      } while (cursor);
      return found;
    },
    onSuccess: selection.add,
  });
}
