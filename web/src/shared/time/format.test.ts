import { describe, expect, it } from 'vitest';
import { formatDuration, formatRelative, formatShort, formatTime, isoDate, zoneName } from './format';

describe('times', () => {
  it.each([
    ['2026-03-09T07:00:00Z', 'America/New_York', 'Mon 9 Mar 2026, 03:00 EDT'],
    ['2026-03-06T08:00:00Z', 'America/New_York', 'Fri 6 Mar 2026, 03:00 EST'],
    ['2026-09-01T06:00:05Z', 'Europe/Berlin', 'Tue 1 Sep 2026, 08:00:05 CEST'],
    ['2026-07-01T00:00:00Z', 'UTC', 'Wed 1 Jul 2026, 00:00 UTC'],
    ['2026-07-01T00:00:00Z', 'Asia/Kathmandu', 'Wed 1 Jul 2026, 05:45 +05:45'],
  ])('%s in %s is %s', (at, zone, words) => {
    expect(formatTime(at, zone)).toBe(words);
  });

  it('names the same wall-clock hour apart when clocks go back', () => {
    expect(formatTime('2026-11-01T05:30:00Z', 'America/New_York')).toBe('Sun 1 Nov 2026, 01:30 EDT');
    expect(formatTime('2026-11-01T06:30:00Z', 'America/New_York')).toBe('Sun 1 Nov 2026, 01:30 EST');
  });

  it('leaves out the current year where it is short', () => {
    const now = Date.parse('2026-03-09T00:00:00Z');
    expect(formatShort('2026-03-09T07:00:00Z', 'America/New_York', now)).toBe('9 Mar, 03:00 EDT');
    expect(formatShort('2025-03-09T07:00:00Z', 'America/New_York', now)).toBe('9 Mar 2025, 03:00 EDT');
  });

  it('gives the date of the zone, not of UTC', () => {
    expect(isoDate('2026-03-09T02:00:00Z', 'America/New_York')).toBe('2026-03-08');
  });

  it('knows zones by a name or an offset', () => {
    expect(zoneName('2026-01-01T00:00:00Z', 'Europe/London')).toBe('GMT');
    expect(zoneName('2026-07-01T00:00:00Z', 'Europe/London')).toBe('BST');
  });
});

describe('distances and durations', () => {
  it.each([
    [7_200_000, 'in 2 h'],
    [-180_000, '3 m ago'],
    [400, 'now'],
    [-200_000_000, '2 d ago'],
  ])('%d ms away is %s', (distance, words) => {
    expect(formatRelative(1_000_000_000_000 + distance, 1_000_000_000_000)).toBe(words);
  });

  it.each([
    [0, '0 ms'],
    [240, '240 ms'],
    [4_200, '4.2 s'],
    [9_960, '10 s'],
    [72_000, '1 m 12 s'],
    [60_000, '1 m'],
    [7_500_000, '2 h 5 m'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms is %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});
