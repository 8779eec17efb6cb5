import { isObject, same, valueAt, withValue, type Document, type Json } from './json';
import { isRecurrenceKey, recurrenceOf, withoutRecurrence } from './recurrence';

/** The name of the recurrence among the fields: its keys exclude one another, so it is chosen whole. */
export const WHEN = 'when';

/** A field that says different things in two documents. */
export type Difference = { field: string; base: Json | undefined; theirs: Json | undefined; mine: Json | undefined };
export type Side = 'theirs' | 'mine';

/** What differs between what another has saved and mine, field by field. */
export function differences(base: Document, theirs: Document, mine: Document): Difference[] {
  const fields = new Set([base, theirs, mine].flatMap(fieldsOf));
  return [...fields]
    .map((field) => ({ field, base: read(base, field), theirs: read(theirs, field), mine: read(mine, field) }))
    .filter(({ theirs: a, mine: b }) => !same(a, b));
}

/** Who alone changed the field; null when both did, and only the reader can say. */
export function clearSide(difference: Difference): Side | null {
  if (same(difference.base, difference.mine)) return 'theirs';
  return same(difference.base, difference.theirs) ? 'mine' : null;
}

/** Their document with the fields in which mine was chosen. */
export function merged(theirs: Document, found: readonly Difference[], chosen: Readonly<Record<string, Side>>): Document {
  return found.reduce((document, { field, mine }) => (chosen[field] === 'mine' ? write(document, field, mine) : document), theirs);
}

function fieldsOf(document: Document): string[] {
  return Object.entries(document).flatMap(([key, value]) => {
    if (isRecurrenceKey(key)) return [WHEN];
    // Mappings that are known to be small are compared key by key, and so is the input of the workflow.
    return isObject(value) && ['input', 'window', 'dst', 'run_window'].includes(key) ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key];
  });
}

function read(document: Document, field: string): Json | undefined {
  if (field !== WHEN) return valueAt(document, field);
  const when = recurrenceOf(document);
  return Object.keys(when).length > 0 ? when : undefined;
}

function write(document: Document, field: string, value: Json | undefined): Document {
  return field === WHEN ? { ...(isObject(value) ? value : {}), ...withoutRecurrence(document) } : withValue(document, field, value);
}
