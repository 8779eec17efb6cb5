import { describe, expect, it } from 'vitest';
import { addDays, bandPeriodOf, daysBetween, monthOf, ordinaryRange, partsOf, periodOf, previousOf, rangeDates, startOfDay, weekOf } from './period';

const at = (text: string) => Date.parse(text);
const newYork = 'America/New_York';

describe('periods', () => {
  it('of days are whole days of the zone, today the last', () => {
    const now = at('2026-03-10T03:30:00Z'); // still the 9th in New York
    expect(periodOf({ range: '7d' }, newYork, now)).toEqual({ from: at('2026-03-03T05:00:00Z'), to: at('2026-03-10T04:00:00Z') });
    expect(periodOf({ range: '7d' }, 'UTC', now)).toEqual({ from: at('2026-03-04T00:00:00Z'), to: at('2026-03-11T00:00:00Z') });
  });

  it('of 24 hours end with the minute', () => {
    expect(periodOf({ range: '24h' }, newYork, at('2026-03-10T03:30:10Z'))).toEqual({ from: at('2026-03-09T03:31:00Z'), to: at('2026-03-10T03:31:00Z') });
  });

  it('are what the address says when it says it', () => {
    expect(periodOf({ from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z', range: '90d' }, newYork, 0)).toEqual({ from: at('2026-01-01T00:00:00Z'), to: at('2026-01-02T00:00:00Z') });
  });

  it('before whole days are whole days, though one of them had 23 hours', () => {
    const week = { from: startOfDay('2026-03-09', newYork), to: startOfDay('2026-03-16', newYork) };
    expect(previousOf(week, newYork)).toEqual({ from: at('2026-03-02T05:00:00Z'), to: at('2026-03-09T04:00:00Z') });
  });

  it('before others are as long', () => {
    expect(previousOf({ from: 1_000, to: 1_500 }, newYork)).toEqual({ from: 500, to: 1_000 });
  });

  it('of a band show some of what is to come, unless they were chosen', () => {
    const now = at('2026-07-10T12:00:00Z');
    const day = bandPeriodOf({ range: '24h' }, 'UTC', now);
    expect(day.to - now).toBe(6 * 3_600_000);
    expect(bandPeriodOf({ from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' }, 'UTC', now).to).toBe(at('2026-01-02T00:00:00Z'));
  });

  it('are cut so that a chart has some tens of parts', () => {
    expect([1, 7, 90, 365, 800].map((days) => partsOf({ from: 0, to: days * 86_400_000 }))).toEqual(['hour', 'day', 'day', 'week', 'month']);
  });

  it('touch dates of the zone', () => {
    expect(rangeDates({ from: at('2026-03-08T04:59:00Z'), to: at('2026-03-09T04:00:00Z') }, newYork)).toEqual({ first: '2026-03-07', end: '2026-03-09' });
  });
});

describe('the range of a schedule', () => {
  const now = at('2026-03-10T12:00:00Z');
  const of = (next: string | null, last: string | null, trigger = 'schedule') => ordinaryRange({ next_run_at: next, last_run: last ? { trigger, nominal_at: last } : null }, now);

  it('follows how often it is due', () => {
    expect(of('2026-03-10T12:05:00Z', '2026-03-10T12:00:00Z')).toBe('24h');
    expect(of('2026-03-10T16:00:00Z', '2026-03-10T12:00:00Z')).toBe('7d');
    expect(of('2026-03-11T11:00:00Z', '2026-03-10T11:00:00Z')).toBe('30d');
    expect(of('2026-03-31T11:00:00Z', '2026-02-27T11:00:00Z')).toBe('90d');
  });

  it('does not follow a backfill', () => {
    expect(of('2026-03-10T12:05:00Z', '2025-01-01T00:00:00Z', 'backfill')).toBe('24h');
  });

  it('is a month where nothing is due', () => {
    expect(of(null, null)).toBe('30d');
  });
});

describe('days', () => {
  it('begin after the gap where midnight does not exist', () => {
    expect(startOfDay('2026-09-06', 'America/Santiago')).toBe(at('2026-09-06T04:00:00Z'));
  });

  it('begin with the first of two midnights', () => {
    expect(startOfDay('2026-10-25', 'Europe/Berlin')).toBe(at('2026-10-24T22:00:00Z'));
    expect(startOfDay('2026-11-01', 'America/Havana')).toBe(at('2026-11-01T04:00:00Z'));
  });

  it('are counted over months, years and clock changes', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31);
  });

  it('make weeks from Monday to Sunday', () => {
    expect(weekOf('2026-03-08')).toEqual({ first: '2026-03-02', last: '2026-03-08' });
    expect(weekOf('2026-03-09', -1)).toEqual({ first: '2026-03-02', last: '2026-03-08' });
  });

  it('make months of any length', () => {
    expect(monthOf('2026-03-31', -1)).toEqual({ first: '2026-02-01', last: '2026-02-28' });
    expect(monthOf('2026-12-05', 1)).toEqual({ first: '2027-01-01', last: '2027-01-31' });
  });
});
