import { Checkbox, Group, Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { SearchBox } from '@/shared/ui/SearchBox';
import { strategies } from '@/text/strategies';
import { statuses, type StrategiesSearch } from './search';

const text = strategies.filters;

/** What the list is narrowed to; all of it stands in the address. */
export function StrategyFilters({ items }: { items: readonly Api<'StrategyView'>[] }) {
  const search = useSearch({ from: '/strategies' });
  const go = useNavigate({ from: '/strategies' });
  const templates = $api.useQuery('get', '/api/templates', { params: { query: { limit: 200 } } });
  const set = useCallback((part: StrategiesSearch) => void go({ search: (now) => ({ ...now, ...part }), replace: true }), [go]);
  const find = useCallback((words: string | undefined) => set({ text: words }), [set]);
  const choices = [
    { key: 'template', label: text.template, any: text.anyTemplate, data: known([...(templates.data?.items ?? []).map((one) => one.id), search.template]) },
    { key: 'tag', label: text.tag, any: text.anyTag, data: known([...items.flatMap((one) => one.tags), search.tag]) },
    { key: 'owner', label: text.owner, any: text.anyOwner, data: known([...items.map((one) => one.owner), search.owner]) },
  ] as const;
  return (
    <Group gap="xs" mb="sm">
      <SearchBox label={strategies.search} value={search.text} onSearch={find} />
      <Select
        size="xs"
        w={120}
        aria-label={text.status}
        allowDeselect={false}
        data={statuses.map((value) => ({ value, label: strategies.statuses[value] }))}
        value={search.status ?? 'all'}
        onChange={(status) => set({ status: status === 'all' || status === null ? undefined : status })}
      />
      {choices.map(({ key, label, any, data }) => (
        <Select key={key} size="xs" w={150} aria-label={label} placeholder={any} clearable searchable data={data} value={search[key] ?? null} onChange={(value) => set({ [key]: value ?? undefined })} />
      ))}
      <Checkbox size="xs" label={text.stale} checked={search.stale === 'true'} onChange={(event) => set({ stale: event.currentTarget.checked ? 'true' : undefined })} />
    </Group>
  );
}

function known(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((one): one is string => Boolean(one)))].toSorted((a, b) => a.localeCompare(b));
}
