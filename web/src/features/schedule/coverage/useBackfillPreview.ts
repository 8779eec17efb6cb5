import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call, client } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';

/** Which occurrences a backfill would run. It is asked anew whenever the choices change. */
export function useBackfillPreview(schedule: string, asked: Api<'BackfillBody'> | undefined) {
  return useQuery({
    queryKey: ['backfill-preview', schedule, asked],
    queryFn: async () => (await call(client.POST('/api/schedules/{id}/backfill', { params: { path: { id: schedule } }, body: { ...asked, dry_run: true } }))) as Api<'BackfillPreviewView'>,
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
