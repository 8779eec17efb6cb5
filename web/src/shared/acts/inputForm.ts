import type { Api, Problem } from '@/shared/api/types';
import { acts as text } from '@/text/acts';

export type InputField = Api<'InputFieldView'>;

/** What stands in the fields of the form, as typed. */
export type Typed = Record<string, string>;

/** What the fields hold at first: what the schedule gives, else the defaults. */
export function startOf(fields: readonly InputField[], given: Record<string, unknown> = {}): Typed {
  return Object.fromEntries(fields.map((field) => [field.name, typedOf(field, field.name in given ? given[field.name] : field.default)]));
}

export function typedOf(field: InputField, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (field.type === 'array' || field.type === 'object') return JSON.stringify(value, null, JSON.stringify(value).length > 60 ? 2 : undefined);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The input to send, and what is wrong with it already, by field. What is left empty is not sent: the default holds. */
export function inputOf(fields: readonly InputField[], typed: Typed): { input: Record<string, unknown>; faults: Record<string, string> } {
  const input: Record<string, unknown> = {};
  const faults: Record<string, string> = {};
  for (const field of fields) {
    const words = typed[field.name] ?? '';
    if (words === '') continue;
    if (field.type === 'array' || field.type === 'object') {
      try {
        input[field.name] = JSON.parse(words) as unknown;
      } catch (error) {
        faults[field.name] = `${text.runNow.notJson(error instanceof Error ? error.message : '')} ${field.type === 'array' ? text.runNow.wantsList : text.runNow.wantsMapping}`;
      }
    } else input[field.name] = valueOf(field, words);
  }
  return { input, faults };
}

// What is no number goes as it was typed: the server says at the field what it wants.
function valueOf(field: InputField, words: string): unknown {
  if (field.type === 'string') return words;
  if (field.type === 'boolean') return words === 'true' ? true : words === 'false' ? false : words;
  const number = Number(words);
  return words.trim() === '' || Number.isNaN(number) ? words : number;
}

/** The server's problems by the field of the form they are about; those about none under ''. */
export function problemsByField(fields: readonly InputField[], problems: readonly Problem[]): Record<string, Problem[]> {
  const found: Record<string, Problem[]> = {};
  for (const problem of problems) {
    const named = problem.field?.replace(/^input\./, '') ?? /^Input '([^']+)'/.exec(problem.message)?.[1];
    const field = fields.find((one) => one.name === named);
    (found[field?.name ?? ''] ??= []).push(problem);
  }
  return found;
}
