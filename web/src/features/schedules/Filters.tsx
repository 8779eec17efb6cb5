import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { FilterWord, type Option } from '@/shared/ui/FilterWord';
import { filter } from '@/text/filter';
import { schedulesText } from '@/text/schedules';
import css from './filters.module.css';
import { cleared, isFiltered, statuses, statusesOf, withStatus, type SchedulesSearch, type Status } from './search';
import { wordsFor } from './sentence';

const text = schedulesText.filter;
const spans = [1, 6, 24, 72, 168, 720];

type Props = { search: SchedulesSearch; onChange: (change: (before: SchedulesSearch) => SchedulesSearch, options?: { replace?: boolean }) => void };

/** The filters as a sentence, each word a control. */
export function Filters({ search, onChange }: Props) {
  const facets = $api.useQuery('get', '/api/schedules/facets', { params: { query: { limit: 1000 } } }).data;
  const words = wordsFor(search);
  const set = (part: Partial<SchedulesSearch>) => onChange((before) => ({ ...before, ...part }));
  const counts = new Map(facets?.states.map((state) => [state.value, state.count]));
  return (
    <search className={css.filters} aria-label={text.label}>
      <SearchBox value={search.text ?? ''} onChange={(typed) => onChange((before) => ({ ...before, text: typed || undefined }), { replace: true })} />
      <div className={css.sentence}>
        <FilterWord
          label={text.status.label}
          words={words.status}
          any={text.status.any}
          several
          chosen={statusesOf(search)}
          options={statuses.map((status) => ({ value: status, label: text.status.words[status], count: counts.get(status) }))}
          onChoose={(status) => onChange((before) => (status === null ? { ...before, status: undefined } : withStatus(before, status as Status)))}
        />
        <span>{text.schedules}</span>
        <FilterWord label={text.workflow.label} words={words.workflow} {...choice(facets?.workflows, search.workflow)} onChoose={(workflow) => set({ workflow: workflow ?? undefined })} />
        <FilterWord label={text.tag.label} words={words.tag} {...choice(facets?.tags, search.tag)} onChoose={(tag) => set({ tag: tag ?? undefined })} />
        <FilterWord label={text.owner.label} words={words.owner} {...choice(facets?.owners, search.owner)} onChoose={(owner) => set({ owner: owner ?? undefined })} />
        <FilterWord
          label={text.kind.label}
          words={words.kind}
          any={filter.anyOption}
          chosen={search.kind ? [search.kind] : []}
          options={(['declared', 'managed'] as const).map((kind) => ({ value: kind, label: text.kind[kind], count: facets?.kinds.items.find((one) => one.value === kind)?.count }))}
          onChoose={(kind) => set({ kind: (kind ?? undefined) as SchedulesSearch['kind'] })}
        />
        <FilterWord
          label={text.overridden.label}
          words={words.overridden}
          any={filter.anyOption}
          chosen={search.overridden === undefined ? [] : [String(search.overridden)]}
          options={[
            { value: 'true', label: text.overridden.yes },
            { value: 'false', label: text.overridden.no },
          ]}
          onChoose={(value) => set({ overridden: value === null ? undefined : value === 'true' })}
        />
        <FilterWord
          label={text.within.label}
          words={words.within}
          any={text.within.any}
          chosen={search.within ? [String(search.within)] : []}
          options={spans.map((hours) => ({ value: String(hours), label: text.within.hours(hours) }))}
          onChoose={(hours) => set({ within: hours === null ? undefined : Number(hours) })}
        />
        {isFiltered(search) ? (
          <Button variant="subtle" size="compact-sm" leftSection={<X size={14} />} onClick={() => onChange(cleared)}>
            {text.clear}
          </Button>
        ) : null}
      </div>
    </search>
  );
}

function choice(facet: Api<'FacetList'> | undefined, value: string | undefined): { any: string; chosen: string[]; options: Option[]; truncated: boolean } {
  const options = (facet?.items ?? []).map((one) => ({ value: one.value, label: one.value, count: one.count }));
  return { any: filter.anyOption, chosen: value ? [value] : [], options, truncated: facet?.truncated ?? false };
}

function SearchBox({ value, onChange }: { value: string; onChange: (typed: string) => void }) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const tell = useDebouncedCallback((words: string) => {
    told.current = words;
    onChange(words);
  }, 250);
  // Back, forward and "clear" change it from outside; what was told from here must not undo what was typed since.
  useEffect(() => {
    if (value !== told.current) setTyped(value);
    told.current = value;
  }, [value]);
  return (
    <TextInput
      className={css.search}
      size="xs"
      type="search"
      leftSection={<Search size={14} aria-hidden="true" />}
      placeholder={text.search}
      aria-label={text.searchLabel}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
