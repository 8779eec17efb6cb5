import { describe, expect, it } from 'vitest';
import { ticksOf } from './axis';

const at = (text: string) => Date.parse(text);
const words = (from: string, to: string, zone: string, most = 6) => ticksOf(at(from), at(to), zone, most).map((tick) => tick.words);

describe('the axis', () => {
  it('has round times of the zone, with seconds where they count', () => {
    expect(words('2026-03-09T20:30:01Z', '2026-03-09T20:30:49Z', 'America/New_York')).toEqual(['16:30:10', '16:30:20', '16:30:30', '16:30:40']);
    expect(words('2026-03-09T20:30:01Z', '2026-03-09T20:44:00Z', 'UTC')).toEqual(['20:35', '20:40']);
  });

  it('counts hours by the clock of the zone, also where it is off by half an hour', () => {
    expect(words('2026-03-09T00:10:00Z', '2026-03-09T10:00:00Z', 'Asia/Kolkata')).toEqual(['06:00', '08:00', '10:00', '12:00', '14:00']);
  });

  it('shows an hour that does not exist as the gap it is', () => {
    expect(words('2026-03-08T05:30:00Z', '2026-03-08T09:10:00Z', 'America/New_York', 4)).toEqual(['01:00', '03:00', '04:00', '05:00']);
  });

  it('tells what is short from its start', () => {
    expect(words('2026-03-09T20:30:00.500Z', '2026-03-09T20:30:00.590Z', 'UTC', 5)).toEqual(['+0 ms', '+20 ms', '+40 ms', '+60 ms', '+80 ms']);
  });

  it('names days where it is long', () => {
    expect(words('2026-03-01T12:00:00Z', '2026-03-09T12:00:00Z', 'Europe/Berlin', 4)).toEqual(['2 Mar', '4 Mar', '6 Mar', '8 Mar']);
  });

  it('never has more ticks than there is room for, by much', () => {
    for (const length of [1, 100, 5_000, 600_000, 86_400_000, 40 * 86_400_000]) expect(ticksOf(at('2026-03-01T00:00:00Z'), at('2026-03-01T00:00:00Z') + length, 'Europe/Berlin', 6).length).toBeLessThanOrEqual(8);
  });
});
