import { describe, expect, it } from 'vitest';
import { daysOf, hoursOf, moved, titleOf } from './days';

const hour = 3_600_000;
const newYork = 'America/New_York';
const lengths = (date: string) => daysOf('day', date, newYork).map((day) => (day.to - day.from) / hour);
const hours = (date: string) => daysOf('day', date, newYork).flatMap((day) => hoursOf(day, newYork));

describe('a page of the calendar', () => {
  it('of a month has whole weeks from Monday', () => {
    const march = daysOf('month', '2026-03-09', 'America/New_York');
    expect([march[0]?.date, march.at(-1)?.date, march.length]).toEqual(['2026-02-23', '2026-04-05', 42]);
    expect(daysOf('month', '2027-02-15', 'UTC')).toHaveLength(28);
  });

  it('of a week begins on Monday, also on a Sunday', () => {
    expect(daysOf('week', '2026-03-08', 'UTC').map((day) => day.date)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08']);
  });

  it('has days as long as the clocks make them', () => {
    expect(lengths('2026-03-08')).toEqual([23]);
    expect(lengths('2026-11-01')).toEqual([25]);
    expect(lengths('2026-11-02')).toEqual([24]);
  });

  it('has days without gaps between them', () => {
    const days = daysOf('month', '2026-11-15', 'America/New_York');
    for (let place = 1; place < days.length; place++) expect(days[place]?.from).toBe(days[place - 1]?.to);
  });

  it('begins a day whose midnight does not exist after the gap', () => {
    const [day] = daysOf('day', '2026-09-06', 'America/Santiago');
    expect(new Date(day?.from ?? 0).toISOString()).toBe('2026-09-06T04:00:00.000Z');
    expect(((day?.to ?? 0) - (day?.from ?? 0)) / hour).toBe(23);
  });
});

describe('the hours of a day', () => {
  it('miss the one that the clocks skip, and hold both passes of one that comes twice', () => {
    expect(hours('2026-03-08').map((one) => one.hour)).not.toContain(2);
    expect(hours('2026-03-08')).toHaveLength(23);
    const fall = hours('2026-11-01');
    expect(fall.map((one) => (one.to - one.from) / hour).filter((length) => length !== 1)).toEqual([2]);
    expect(fall.find((one) => one.to - one.from > hour)?.hour).toBe(1);
  });
});

describe('turning pages', () => {
  it('goes by months, weeks and days, over the ends of months and years', () => {
    expect(moved('month', '2026-01-31', 1)).toBe('2026-02-01');
    expect(moved('month', '2026-01-31', -1)).toBe('2025-12-01');
    expect(moved('week', '2026-12-28', 1)).toBe('2027-01-04');
    expect(moved('day', '2026-03-01', -1)).toBe('2026-02-28');
  });

  it('is told in words', () => {
    expect(titleOf('month', '2026-03-09')).toBe('March 2026');
    expect(titleOf('week', '2026-03-09')).toBe('9 – 15 March 2026');
    expect(titleOf('week', '2026-03-31')).toBe('30 March – 5 April 2026');
    expect(titleOf('week', '2026-12-31')).toBe('28 December 2026 – 3 January 2027');
    expect(titleOf('day', '2026-03-09')).toBe('Monday 9 March 2026');
  });
});
