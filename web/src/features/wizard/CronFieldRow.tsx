import { MultiSelect, NativeSelect, NumberInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { wizard as text } from '@/text/wizard';
import { readPart, startPart, valuesOf, writePart, type CronField, type CronPart } from './cron';
import css from './Wizard.module.css';

type Props = { field: CronField; value: string; onChange: (value: string) => void };

/** One field of a cron: how it counts, and with what. */
export function CronFieldRow({ field, value, onChange }: Props) {
  const [free, setFree] = useState(false);
  const read = readPart(field, value);
  const part: CronPart = free ? { mode: 'text', text: value } : read;
  const name = text.cron.fields[field];
  const modes = (['every', 'step', 'values', 'text'] as const).map((mode) => ({ value: mode, label: text.cron.modes[mode] }));
  const choose = (mode: CronPart['mode']) => {
    setFree(mode === 'text');
    onChange(writePart(startPart(mode, field, value)));
  };
  return (
    <>
      <Text size="sm">{name}</Text>
      <NativeSelect size="xs" aria-label={text.cron.mode(name)} data={modes} value={part.mode} onChange={(event) => choose(event.currentTarget.value as CronPart['mode'])} />
      {part.mode === 'every' ? <span /> : null}
      {part.mode === 'step' ? <NumberInput size="xs" aria-label={name} value={part.step} min={1} onChange={(next) => typeof next === 'number' && next > 0 && onChange(writePart({ mode: 'step', step: next }))} maw={120} /> : null}
      {part.mode === 'values' ? (
        <MultiSelect
          size="xs"
          aria-label={name}
          searchable
          data={valuesOf(field).map((each) => ({ value: String(each), label: label(field, each) }))}
          value={part.values.map(String)}
          onChange={(next) => onChange(writePart({ mode: 'values', values: next.map(Number) }))}
        />
      ) : null}
      {part.mode === 'text' ? <TextInput size="xs" aria-label={name} value={part.text} classNames={{ input: css.mono }} onChange={(event) => onChange(event.currentTarget.value.replace(/\s/g, '') || '*')} maw={200} /> : null}
    </>
  );
}

function label(field: CronField, value: number): string {
  if (field === 'month') return text.cron.months[value - 1]!;
  return field === 'weekday' ? text.cron.weekdays[value]! : String(value);
}
