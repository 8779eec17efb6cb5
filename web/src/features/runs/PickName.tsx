import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { $api } from '@/shared/api/client';
import { FilterWord } from '@/shared/ui/FilterWord';
import { filter } from '@/text/filter';
import { runs as text } from '@/text/runs';

type Props = { kind: 'workflow' | 'schedule'; workflow?: string; chosen: string | undefined; onPick: (id: string | undefined) => void };

/** The workflow or schedule whose runs are shown; the server searches, there may be thousands. */
export function PickName({ kind, workflow, chosen, onPick }: Props) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const query = { text: search || undefined, limit: 50 };
  const workflows = $api.useQuery('get', '/api/workflows', { params: { query } }, { enabled: kind === 'workflow' });
  const schedules = $api.useQuery('get', '/api/schedules', { params: { query: { ...query, workflow } } }, { enabled: kind === 'schedule' });
  const found = kind === 'workflow' ? workflows.data?.items.flatMap((item) => item.id ?? []) : schedules.data?.items.map((item) => item.id);
  const ids = [...new Set([...(chosen ? [chosen] : []), ...(found ?? [])])];
  return (
    <FilterWord
      label={text.filter[kind].label}
      words={chosen ?? text.filter[kind].any}
      any={filter.anyOption}
      options={ids.map((id) => ({ value: id, label: id }))}
      chosen={chosen ? [chosen] : []}
      onChoose={(id) => onPick(id ?? undefined)}
      onSearch={setTyped}
    />
  );
}
