import type { RawSearch } from '@/shared/url';

export type EditorSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readEditorSearch(_raw: RawSearch): EditorSearch {
  return {};
}
