import { Button, Group, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { May } from '@/shared/api/may';
import { statuses, triggers } from '@/shared/runs/words';
import { FilterWord } from '@/shared/ui/FilterWord';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfRun } from '@/shared/ui/states';
import { filter } from '@/text/filter';
import { runs as text } from '@/text/runs';
import { PickName } from './PickName';
import { PickPeriod } from './PickPeriod';
import type { RunsSearch } from './search';
import { isFiltered } from './sentence';

type Props = { search: RunsSearch; onChange: (search: RunsSearch) => void };

/** Which runs are shown, as a sentence whose words can be changed. */
export function RunsFilter({ search, onChange }: Props) {
  const chosen = search.status?.split(',') ?? [];
  const set = (change: RunsSearch) => onChange({ ...search, ...change });
  const pickStatus = (value: string | null) => {
    if (value === null) return set({ status: undefined });
    const next = statuses.filter((status) => chosen.includes(status) !== (status === value));
    set({ status: next.length > 0 ? next.join(',') : undefined });
  };
  return (
    <Group gap={6} mb="md" role="search" aria-label={text.filter.label}>
      <FilterWord
        label={text.filter.status.label}
        words={chosen.length === 0 ? text.filter.status.any : text.filter.status.chosen(chosen.map((status) => text.status[status as keyof typeof text.status]))}
        any={text.filter.status.any}
        options={statuses.map((status) => ({ value: status, label: text.status[status], mark: <StateMark state={stateOfRun({ status })} words="" bare /> }))}
        chosen={chosen}
        onChoose={pickStatus}
        several
      />
      <Text span size="sm">{text.filter.runsOf}</Text>
      <PickName kind="workflow" chosen={search.workflow} onPick={(workflow) => set({ workflow })} />
      <May do="workflow.schedule:read">
        <Text span size="sm">{text.filter.on}</Text>
        <PickName kind="schedule" workflow={search.workflow} chosen={search.schedule} onPick={(schedule) => set({ schedule })} />
      </May>
      <FilterWord
        label={text.filter.trigger.label}
        words={search.trigger ? text.filter.trigger.chosen[search.trigger] : text.filter.trigger.any}
        any={filter.anyOption}
        options={triggers.map((trigger) => ({ value: trigger, label: text.filter.trigger.chosen[trigger] }))}
        chosen={search.trigger ? [search.trigger] : []}
        onChoose={(value) => set({ trigger: triggers.find((trigger) => trigger === value) })}
      />
      <Text span size="sm">{text.filter.made}</Text>
      <PickPeriod search={search} onChange={set} />
      <FindText key={search.text === undefined ? 'none' : 'some'} value={search.text ?? ''} onChange={(words) => set({ text: words || undefined })} />
      {isFiltered(search) ? (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onChange({})}>
          {text.filter.clear}
        </Button>
      ) : null}
    </Group>
  );
}

function FindText({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback(onChange, 300);
  return (
    <TextInput
      size="xs"
      w={210}
      value={typed}
      aria-label={text.filter.text}
      placeholder={text.filter.text}
      leftSection={<Search size={13} aria-hidden="true" />}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value.trim());
      }}
    />
  );
}
