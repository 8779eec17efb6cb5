/** A text under another id, so that a copy does not meet what it was copied from. Comments before the id are about the original and go. */
export function renamed(text: string): string {
  const body = text.replace(/^(#[^\n]*\n|\s*\n)+/, '');
  return body.replace(/^(id:\s*["']?)([\w.-]+)/m, '$1$2-copy').replace(/^(name:\s*["']?)/m, '$1Copy of ');
}
