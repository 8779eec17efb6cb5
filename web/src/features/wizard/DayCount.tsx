import { Autocomplete } from '@mantine/core';
import { wizard as text } from '@/text/wizard';
import { textOf } from './json';
import { useField } from './WizardContext';

const usual = ['1d', '3d', '7d', '14d', '30d', '60d', '90d'];

/** Every how many days; the usual counts are offered, any other can be typed. */
export function DayCount() {
  const { value, set, error } = useField('every');
  return (
    <Autocomplete
      label={text.everyDays.label}
      data={usual}
      renderOption={({ option }) => text.everyDays.days(Number.parseInt(option.value, 10))}
      filter={({ options }) => options}
      value={textOf(value)}
      onChange={(next) => set(next || undefined)}
      error={error}
    />
  );
}
