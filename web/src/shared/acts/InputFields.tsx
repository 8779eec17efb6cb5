import { Select, Textarea, TextInput } from '@mantine/core';
import { acts as text } from '@/text/acts';
import css from './acts.module.css';
import { typedOf, type InputField, type Typed } from './inputForm';

type Props = {
  fields: readonly InputField[];
  typed: Typed;
  /** What is wrong, by field. */
  faults: Record<string, string>;
  onType: (name: string, words: string) => void;
};

/** A form of the fields that a workflow takes. */
export function InputFields({ fields, typed, faults, onType }: Props) {
  return fields.map((field) => <Field key={field.name} field={field} value={typed[field.name] ?? ''} fault={faults[field.name]} onType={(words) => onType(field.name, words)} />);
}

function Field({ field, value, fault, onType }: { field: InputField; value: string; fault?: string; onType: (words: string) => void }) {
  const usual = typedOf(field, field.default);
  const kind = text.runNow.kinds[field.type];
  const common = {
    label: field.name,
    description: [field.description, kind].filter(Boolean).join(' · '),
    required: field.required && field.default === null,
    error: fault,
    value,
    placeholder: usual && usual.length < 60 ? text.runNow.defaultIs(usual) : undefined,
  };
  switch (field.type) {
    case 'boolean':
      return (
        <Select
          {...common}
          placeholder={usual ? text.runNow.defaultIs(usual) : text.runNow.none}
          data={[
            { value: 'true', label: text.runNow.yes },
            { value: 'false', label: text.runNow.no },
          ]}
          value={value || null}
          clearable={!common.required}
          onChange={(chosen) => onType(chosen ?? '')}
        />
      );
    case 'array':
    case 'object':
      return <Textarea {...common} className={css.mono} autosize minRows={1} maxRows={8} spellCheck={false} onChange={(event) => onType(event.currentTarget.value)} />;
    default:
      return <TextInput {...common} inputMode={field.type === 'string' ? undefined : 'decimal'} spellCheck={false} autoComplete="off" onChange={(event) => onType(event.currentTarget.value)} />;
  }
}
