import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { textOf, textsOf } from './json';
import { useField } from './WizardContext';
import css from './Wizard.module.css';

type Props = { path: string; label: string; hint?: string; placeholder?: string; mono?: boolean; required?: boolean };

/** A text of the document. */
export function TextField({ path, label, hint, placeholder, mono, required }: Props) {
  const { value, set, error } = useField(path);
  return (
    <TextInput
      label={label}
      description={hint}
      placeholder={placeholder}
      value={textOf(value)}
      onChange={(event) => set(event.currentTarget.value || undefined)}
      error={error}
      withAsterisk={required}
      classNames={mono ? { input: css.mono } : undefined}
    />
  );
}

/** Several texts with commas between; `always` a list, also of one. */
export function ListField({ path, label, hint, placeholder, always }: Props & { always?: boolean }) {
  const { value, set, error } = useField(path);
  const listed = textsOf(value);
  const [typed, setTyped] = useState<string>();
  // What is typed stays as it is, with its last comma, as long as it says what the document says.
  const shown = typed !== undefined && split(typed).join() === listed.join() ? typed : listed.join(', ');
  const change = (words: string) => {
    setTyped(words);
    const found = split(words);
    set(found.length > 1 || (always && found.length > 0) ? found : found[0]);
  };
  return <TextInput label={label} description={hint} placeholder={placeholder} value={shown} onChange={(event) => change(event.currentTarget.value)} error={error} />;
}

function split(words: string): string[] {
  return words.split(',').map((word) => word.trim()).filter(Boolean);
}

/** A number of the document; empty takes the key away. */
export function NumberField({ path, label, hint, min, max, prefix, decimals = 0 }: Props & { min?: number; max?: number; prefix?: string; decimals?: number }) {
  const { value, set, error } = useField(path);
  return (
    <NumberInput
      label={label}
      description={hint}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => set(typeof next === 'number' ? next : undefined)}
      error={error}
      min={min}
      max={max}
      prefix={prefix}
      decimalScale={decimals}
      thousandSeparator=","
    />
  );
}
