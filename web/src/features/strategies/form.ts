import { parse, stringify } from 'yaml';
import type { Api, Problem } from '@/shared/api/types';
import { strategyForm } from '@/text/strategies';
import { fieldsOf, parametersOf, written } from './fields';

/** A strategy as it is being written. */
export type Form = {
  id: string;
  template: string;
  values: Record<string, string>;
  overlay: string;
  owner: string;
  tags: string[];
  description: string;
  enabled: boolean;
  reason: string;
};

export function emptyForm(template: string): Form {
  return { id: '', template, values: {}, overlay: '', owner: '', tags: [], description: '', enabled: true, reason: '' };
}

export function formOf(view: Api<'StrategyView'>): Form {
  return {
    id: view.id,
    template: view.template,
    values: Object.fromEntries(Object.entries(view.parameters).map(([name, value]) => [name, written(value)])),
    overlay: Object.keys(view.overlay).length > 0 ? stringify(view.overlay) : '',
    owner: view.owner ?? '',
    tags: view.tags,
    description: view.description ?? '',
    enabled: view.enabled,
    reason: '',
  };
}

/** What the server is sent, and what keeps the form from being sent at all. Values of which the template knows nothing any more are sent as text. */
export function bodyOf(form: Form, schema: unknown): { body: Record<string, unknown>; problems: Problem[] } {
  const fields = fieldsOf(schema);
  const unknown = Object.fromEntries(Object.entries(form.values).filter(([name, value]) => value !== '' && !fields.some((field) => field.name === name)));
  const problems: Problem[] = [];
  let overlay: unknown = {};
  try {
    overlay = parse(form.overlay) ?? {};
    if (typeof overlay !== 'object' || Array.isArray(overlay)) problems.push(problem('overlay', strategyForm.overlayShape));
  } catch (error) {
    problems.push(problem('overlay', error instanceof Error ? error.message : String(error)));
  }
  if (form.id.trim() === '') problems.push(problem('id', strategyForm.idRequired));
  const body = {
    id: form.id.trim(),
    template: form.template,
    parameters: { ...parametersOf(fields, form.values, schema), ...unknown },
    overlay,
    enabled: form.enabled,
    owner: form.owner.trim() || null,
    tags: form.tags,
    description: form.description.trim() || null,
  };
  return { body, problems };
}

/** The problems by the field of the form they are about: `parameters.x` by its name, all of the overlay together, others under ''. */
export function atFields(problems: readonly Problem[], fields: readonly string[]): Record<string, Problem[]> {
  const found: Record<string, Problem[]> = {};
  for (const one of problems) {
    const [head = '', second = ''] = (one.field ?? '').split('.');
    const key = head === 'parameters' && fields.includes(second) ? `parameters.${second}` : head === 'overlay' ? 'overlay' : ['id', 'owner', 'tags', 'description', 'template'].includes(head) ? head : '';
    (found[key] ??= []).push(one);
  }
  return found;
}

/** The words of a field's problems. */
export function wordsOf(problems: readonly Problem[] | undefined): string | undefined {
  return problems?.map((one) => [one.message, one.suggestion].filter(Boolean).join(' ')).join(' ') || undefined;
}

function problem(field: string, message: string): Problem {
  return { code: '', message, severity: 'error', suggestion: null, file: null, field, line: null, column: null, rule: null, fix: null };
}
