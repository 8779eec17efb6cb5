import { Group, TextInput } from '@mantine/core';
import { runs as text } from '@/text/runs';
import { PickWords } from './PickWords';
import { periods, type RunsSearch } from './search';
import { madeOf } from './sentence';

/** When the runs were made: a period that ends now, or days. */
export function PickPeriod({ search, onChange }: { search: RunsSearch; onChange: (change: RunsSearch) => void }) {
  const made = madeOf(search);
  return (
    <PickWords
      label={text.filter.within.label}
      shown={made ?? text.filter.within.any}
      options={periods.map((period) => ({ value: period, words: text.filter.within.chosen[period] }))}
      chosen={search.within ? [search.within] : made ? [made] : []}
      onPick={(value) => onChange({ within: periods.find((period) => period === value && period !== search.within), from: undefined, to: undefined })}
    >
      <Group gap="xs" p="xs" grow>
        <TextInput type="date" size="xs" label={text.filter.from} value={search.from ?? ''} max={search.to} onChange={(event) => onChange({ within: undefined, from: event.currentTarget.value || undefined })} />
        <TextInput type="date" size="xs" label={text.filter.to} value={search.to ?? ''} min={search.from} onChange={(event) => onChange({ within: undefined, to: event.currentTarget.value || undefined })} />
      </Group>
    </PickWords>
  );
}
