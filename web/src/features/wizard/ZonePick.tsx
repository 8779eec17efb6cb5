import { Group, Select, Text } from '@mantine/core';
import { useMemo } from 'react';
import { $api } from '@/shared/api/client';
import { now } from '@/shared/time/clock';
import { ownZone } from '@/shared/time/format';
import { wizard as text } from '@/text/wizard';
import { textOf } from './json';
import { useField } from './WizardContext';
import { offsetOf, zones } from './zones';

/** The zone that wall-clock times are read in, with its offset of today. */
export function ZonePick() {
  const { value, set, error } = useField('timezone');
  const { data: about } = $api.useQuery('get', '/api/about');
  const data = useMemo(() => zones(ownZone(), textOf(value)), [value]);
  const at = now();
  return (
    <Select
      label={text.zone.label}
      description={text.zone.hint}
      placeholder={about ? text.zone.server(about.default_timezone) : undefined}
      data={data}
      value={textOf(value) || null}
      onChange={(zone) => set(zone ?? undefined)}
      renderOption={({ option }) => (
        <Group justify="space-between" gap="xs" wrap="nowrap" w="100%">
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed">
            {offsetOf(option.value, at)}
          </Text>
        </Group>
      )}
      rightSection={value ? <Text size="xs" c="dimmed">{offsetOf(textOf(value), at)}</Text> : undefined}
      rightSectionWidth={value ? 84 : undefined}
      filter={({ options, search }) => {
        const sought = search.toLowerCase().replaceAll(' ', '_');
        return options.filter((option) => 'value' in option && option.value.toLowerCase().includes(sought));
      }}
      limit={80}
      searchable
      clearable={false}
      nothingFoundMessage={text.zone.none}
      error={error}
    />
  );
}
