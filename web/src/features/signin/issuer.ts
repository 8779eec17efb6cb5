const name = 'sign_in';

/** The code with which the server sends a browser back whose sign-in elsewhere failed; undefined when nothing did. */
export function failureOf(search: string): string | undefined {
  const code = new URLSearchParams(search).get(name);
  return code && /^SCH\d{3}$/.test(code) ? code : undefined;
}

/** The page that was asked for, as a path of this server. */
export function pageWithoutFailure({ pathname, search, hash }: { pathname: string; search: string; hash: string }): string {
  const left = new URLSearchParams(search);
  left.delete(name);
  const query = left.toString();
  return pathname + (query ? `?${query}` : '') + hash;
}
