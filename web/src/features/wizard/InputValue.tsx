import { JsonInput, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Api } from '@/shared/api/types';
import { wizard as text } from '@/text/wizard';
import { textOf, type Json } from './json';
import { useField } from './WizardContext';

/** One value of the input, as its type asks for it. The server checks it against the workflow. */
export function InputValue({ field }: { field: Api<'InputFieldView'> }) {
  const { value, set, error } = useField(`input.${field.name}`);
  const own = field.default === null || field.default === undefined ? '' : typeof field.default === 'string' ? field.default : JSON.stringify(field.default);
  const shared = { label: field.name, description: field.description ?? undefined, placeholder: own, error, withAsterisk: field.required };
  switch (field.type) {
    case 'integer':
    case 'number':
      return <NumberInput {...shared} value={typeof value === 'number' ? value : ''} allowDecimal={field.type === 'number'} onChange={(next) => set(typeof next === 'number' ? next : undefined)} />;
    case 'boolean':
      return (
        <Select
          {...shared}
          clearable
          data={[
            { value: 'true', label: text.input.yes },
            { value: 'false', label: text.input.no },
          ]}
          value={typeof value === 'boolean' ? String(value) : null}
          onChange={(next) => set(next === null ? undefined : next === 'true')}
        />
      );
    case 'array':
    case 'object':
      return <JsonValue {...shared} value={value} set={set} />;
    default:
      return <TextInput {...shared} value={textOf(value)} onChange={(event) => set(event.currentTarget.value || undefined)} />;
  }
}

type Shared = { label: string; description: string | undefined; placeholder: string; error: string | undefined; withAsterisk: boolean };

/** A list or a mapping as JSON. What is no JSON yet goes into the document as text, so that the server says so at this field. */
function JsonValue({ value, set, ...shared }: Shared & { value: Json | undefined; set: (value: Json | undefined) => void }) {
  const [typed, setTyped] = useState(value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
  const change = (words: string) => {
    setTyped(words);
    set(words.trim() === '' ? undefined : read(words));
  };
  return <JsonInput {...shared} value={typed} onChange={change} autosize minRows={1} aria-description={text.input.json} />;
}

function read(words: string): Json {
  try {
    return JSON.parse(words) as Json;
  } catch {
    return words;
  }
}
