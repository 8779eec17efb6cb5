import { Group, TextInput } from '@mantine/core';
import { FilterWord } from '@/shared/ui/FilterWord';
import { filter } from '@/text/filter';
import { runs as text } from '@/text/runs';
import { periods, type RunsSearch } from './search';
import { madeOf } from './sentence';

/** When the runs were made: a period that ends now, or days. */
export function PickPeriod({ search, onChange }: { search: RunsSearch; onChange: (change: RunsSearch) => void }) {
  const made = madeOf(search);
  return (
    <FilterWord
      label={text.filter.within.label}
      words={made ?? text.filter.within.any}
      any={filter.anyOption}
      options={periods.map((period) => ({ value: period, label: text.filter.within.chosen[period] }))}
      chosen={search.within ? [search.within] : made ? [made] : []}
      onChoose={(value) => onChange({ within: periods.find((period) => period === value), from: undefined, to: undefined })}
    >
      <Group gap="xs" p="xs" grow>
        <TextInput type="date" size="xs" label={text.filter.from} value={search.from ?? ''} max={search.to} onChange={(event) => onChange({ within: undefined, from: event.currentTarget.value || undefined })} />
        <TextInput type="date" size="xs" label={text.filter.to} value={search.to ?? ''} min={search.from} onChange={(event) => onChange({ within: undefined, to: event.currentTarget.value || undefined })} />
      </Group>
    </FilterWord>
  );
}
