import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import type { Rows } from './useRows';

export type Recent = Api<'RecentRecord'>;

const block = 50;

/** How the schedules that are seen did of late. They are asked for in blocks of the list, so that scrolling by a row asks for nothing. */
export function useRecent(rows: Rows, first: number, last: number): (id: string) => Recent | undefined {
  const [kept, setKept] = useState<ReadonlyMap<string, Recent>>(new Map());
  const blocks: string[] = [];
  for (let at = Math.floor(Math.max(first, 0) / block) * block; at <= last; at += block) {
    const ids: string[] = [];
    for (let index = at; index < Math.min(at + block, rows.total); index++) {
      const schedule = rows.at(index);
      if (schedule) ids.push(schedule.id);
    }
    if (ids.length > 0) blocks.push(ids.join(','));
  }
  const records = useQueries({ queries: blocks.map((ids) => $api.queryOptions('get', '/api/schedules/recent', { params: { query: { ids } } })), combine });
  // What is known of a schedule stays until something newer comes: no gap while a block is read anew.
  const [merged, setMerged] = useState<Recent[]>([]);
  if (merged !== records) {
    setMerged(records);
    setKept(new Map([...kept, ...records.map((record) => [record.schedule_id, record] as const)]));
  }
  return useCallback((id) => kept.get(id), [kept]);
}

function combine(answers: { data: { items: Recent[] } | undefined }[]): Recent[] {
  return answers.flatMap((answer) => answer.data?.items ?? []);
}
