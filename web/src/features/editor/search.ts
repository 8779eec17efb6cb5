import { textOf, type RawSearch } from '@/shared/url';

/** What a new workflow begins with: the text of another one, or of a template. */
export type EditorSearch = { from?: string; template?: string };

/** Reads what the address of the page says. */
export function readEditorSearch(raw: RawSearch): EditorSearch {
  return { from: textOf(raw, 'from'), template: textOf(raw, 'template') };
}
