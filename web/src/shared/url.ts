/** The search part of an address before it is checked. */
export type RawSearch = Record<string, unknown>;

/** A text of the address, or undefined: what does not fit is dropped, never an error. */
export function textOf(raw: RawSearch, key: string): string | undefined {
  const value = raw[key];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** One of the words, or undefined. */
export function wordOf<Word extends string>(raw: RawSearch, key: string, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === raw[key]);
}

/** A whole number, or undefined. */
export function numberOf(raw: RawSearch, key: string): number | undefined {
  const value = Number(raw[key]);
  return raw[key] !== undefined && Number.isInteger(value) ? value : undefined;
}

/** Words parted by commas, as `status=failed,canceled`. */
export function wordsOf<Word extends string>(raw: RawSearch, key: string, words: readonly Word[]): Word[] | undefined {
  const found = (textOf(raw, key) ?? '').split(',').filter((word): word is Word => (words as readonly string[]).includes(word));
  return found.length > 0 ? found : undefined;
}

/** True for a date that exists, as 2026-02-28. */
export function isDate(words: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(words) ? Date.parse(words) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(words);
}

/** The reader, with all else of the address taken away: the router would hand on as it stands whatever a reader only leaves out. */
export function only<Search extends object>(read: (raw: RawSearch) => Search): (raw: RawSearch) => Search {
  return (raw) => ({ ...Object.fromEntries(Object.keys(raw).map((key) => [key, undefined])), ...read(raw) });
}
