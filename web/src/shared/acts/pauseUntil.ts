export type Span = 'open' | 'hour' | 'hours' | 'day' | 'week' | 'date';

const hours: Partial<Record<Span, number>> = { hour: 1, hours: 4, day: 24, week: 168 };

/** When a pause ends by itself, in milliseconds: undefined for never, null where the time given is missing or past. */
export function pauseUntil(span: Span, date: string, now: number): number | undefined | null {
  if (span === 'open') return undefined;
  const length = hours[span];
  if (length !== undefined) return now + length * 3_600_000;
  // Without a zone in it the browser reads it by its own clock, as the field says.
  const at = new Date(date).getTime();
  return Number.isNaN(at) || at <= now ? null : at;
}
