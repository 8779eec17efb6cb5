const format = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "November 2026" of 2026-11. */
export function monthWords(month: string): string {
  return format.format(Date.parse(`${month}-01T00:00:00Z`));
}
