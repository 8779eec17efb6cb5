import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { strategyForm as text } from '@/text/strategies';
import { written, type Field } from './fields';

type Props = { field: Field; value: string; error: string | undefined; onChange: (value: string) => void };

/** One parameter of the template. Empty means the default. */
export function ParameterField({ field, value, error, onChange }: Props) {
  const hint = field.required ? undefined : field.default === undefined ? text.noDefault : text.notSet(written(field.default));
  const shared = { label: field.name, description: field.description || undefined, withAsterisk: field.required, error, placeholder: hint, size: 'sm' };
  switch (field.kind) {
    case 'choice':
      return <Select {...shared} clearable={!field.required} searchable={field.choices.length > 8} data={field.choices} value={value === '' ? null : value} onChange={(chosen) => onChange(chosen ?? '')} />;
    case 'number':
      // No clamping: what is out of range is said at the field, never changed behind one's back.
      return <NumberInput {...shared} allowDecimal={!field.integer} clampBehavior="none" min={field.minimum} max={field.maximum} value={value} onChange={(typed) => onChange(String(typed))} />;
    case 'json':
      return <Textarea {...shared} autosize minRows={1} ff="monospace" value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'text':
      return <TextInput {...shared} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}
