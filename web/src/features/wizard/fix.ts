import { parse } from 'yaml';
import { isObject, type Document, type Json } from './json';
import { isRecurrenceKey, withoutRecurrence } from './recurrence';

/** The document with the fix of a warning: YAML that stands for the recurrence and the keys it names; the others stay. Null when it cannot be read. */
export function withFix(document: Document, fix: string): Document | null {
  let keys: Json;
  try {
    keys = parse(fix) as Json;
  } catch {
    return null;
  }
  if (!isObject(keys)) return null;
  return Object.keys(keys).some(isRecurrenceKey) ? { ...keys, ...omit(withoutRecurrence(document), Object.keys(keys)) } : { ...document, ...keys };
}

function omit(document: Document, keys: readonly string[]): Document {
  return Object.fromEntries(Object.entries(document).filter(([key]) => !keys.includes(key)));
}
