import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { $api } from '@/shared/api/client';
import { problemsOf } from '@/shared/api/problem';
import type { Api, Problem } from '@/shared/api/types';
import type { Document } from './json';
import { previewBody } from './previewBody';

export type Preview = {
  /** The latest good answer; of an earlier document while the new one is read or is wrong. */
  answer: Api<'PreviewAnswer'> | null;
  problems: readonly Problem[];
  /** Whether `answer` is of an earlier document. */
  old: boolean;
};

const none: readonly Problem[] = [];

/** What the document would do, asked anew a moment after each change; the latest question's answer wins. */
export function usePreview(document: Document, workflow: string | null, schedule: string | null): Preview {
  const [text] = useDebouncedValue(JSON.stringify(previewBody(document, workflow, schedule)), 250);
  const asked = JSON.parse(text) as Document;
  const query = $api.useQuery('post', '/api/schedules/preview', { body: asked }, { enabled: Object.keys(asked).some((key) => starts.has(key)), staleTime: 60_000 });
  const [good, setGood] = useState<Api<'PreviewAnswer'> | null>(null);
  if (query.data && !query.isPlaceholderData && query.data !== good) setGood(query.data);
  const { error } = query;
  const old = query.isFetching || query.isError;
  return useMemo(() => ({ answer: good, problems: error ? problemsOf(error) : none, old }), [good, error, old]);
}

const starts = new Set(['cron', 'every', 'daily', 'weekly', 'monthly', 'once']);
