/** The part of the page of problem codes that is about one of them, without its heading; null when there is none. */
export function sectionOf(page: string, code: string): string | null {
  const parts = page.split(/^## /m);
  const part = parts.find((text) => text.toLowerCase().startsWith(code.toLowerCase()));
  return part === undefined ? null : `## ${part}`;
}
