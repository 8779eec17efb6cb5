export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Document = { [key: string]: Json };

export function isObject(value: Json | undefined): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value under keys with dots between, such as `window.lag`. */
export function valueAt(document: Document, path: string): Json | undefined {
  let value: Json | undefined = document;
  for (const key of path.split('.')) value = isObject(value) ? value[key] : undefined;
  return value;
}

/** The document with another value there; undefined takes the key away, and a mapping that is empty then. */
export function withValue(document: Document, path: string, value: Json | undefined): Document {
  const [key, ...rest] = path.split('.') as [string, ...string[]];
  const { [key]: old, ...others } = document;
  let next = value;
  if (rest.length > 0) {
    const inner = withValue(isObject(old) ? old : {}, rest.join('.'), value);
    next = Object.keys(inner).length > 0 ? inner : undefined;
  }
  if (next === undefined) return others;
  return key in document ? { ...document, [key]: next } : { ...others, [key]: next };
}

/** Whether two values say the same; the order of keys does not count. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
  }
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  return a === b;
}

/** One text or a list of them, as a list. */
export function textsOf(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** The text of a plain value, '' for none. */
export function textOf(value: Json | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}
