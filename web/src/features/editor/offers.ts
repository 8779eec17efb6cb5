import { kindOf, plain, schemasAt, type Knowledge, type Schema } from './knowledge';
import type { Place } from './cursor';

/** What may be written at a place. */
export type Offer = { label: string; kind: 'property' | 'enum' | 'type'; detail: string; words: string; insert: string; first: boolean };

/** All that may stand at a place: keys not yet there, values, task types, ids of tasks to wait for. */
export function offersAt(knowledge: Knowledge, place: Place, tasks: readonly string[]): Offer[] {
  const schemas = schemasAt(knowledge, place.path, place.uses);
  const values = valuesOf(knowledge, place, schemas, tasks);
  if (place.kind === 'value') return values;
  const keys = new Map<string, Offer>();
  for (const schema of schemas) {
    for (const [name, about] of Object.entries(schema.properties ?? {})) {
      if (place.taken.includes(name) || keys.has(name)) continue;
      const [shape] = schemasAt(knowledge, [...place.path, name], place.uses);
      keys.set(name, {
        label: name,
        kind: 'property',
        detail: kindOf(shape ?? about),
        words: plain(about.description ?? shape?.description),
        insert: `${name}: `,
        first: schema.required?.includes(name) ?? false,
      });
    }
  }
  return [...keys.values(), ...(place.path.at(-1) === '*' ? values : [])];
}

function valuesOf(knowledge: Knowledge, { path }: Place, schemas: readonly Schema[], tasks: readonly string[]): Offer[] {
  const of = (label: string, kind: Offer['kind'], detail = '', words = ''): Offer => ({ label, kind, detail, words, insert: label, first: false });
  const name = path.findLast((step) => step !== '*');
  if (name === 'uses' && !path.includes('with')) return knowledge.taskTypes.map((type) => of(type.name, 'type', type.group, type.summary));
  if (name === 'needs' && !path.includes('with')) return tasks.map((task) => of(task, 'enum'));
  const found = new Map<string, Offer>();
  for (const schema of schemas) {
    const bools = [schema.type].flat().length === 1 && schema.type === 'boolean' ? [true, false] : [];
    for (const value of [...(schema.enum ?? []), ...bools, ...(schema.examples ?? [])]) {
      const label = typeof value === 'string' ? value : JSON.stringify(value);
      if (!found.has(label)) found.set(label, of(label, 'enum', value === schema.default ? 'default' : '', plain(schema.description)));
    }
  }
  return [...found.values()];
}

/** The ids of the tasks that the text has, also while it is half written. */
export function taskIds(text: string): string[] {
  return [...text.matchAll(/^\s*-\s+(?:\{\s*)?id:\s*["']?([\w.-]+)/gm)].map((match) => match[1] ?? '').filter(Boolean);
}
