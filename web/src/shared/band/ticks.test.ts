import { describe, expect, it } from 'vitest';
import type { Scale } from './scale';
import { shadesOf } from './shades';
import { rulerOf } from './ticks';
import { zoneClock } from './zoneClock';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const zone = 'America/New_York';

function ruler(from: number, length: number, where = zone, width = 1200) {
  const scale: Scale = { from, to: from + length, width, inset: 0 };
  return rulerOf(zoneClock(where, scale.from, scale.to), scale);
}
const labels = (from: number, length: number, where = zone, width = 1200) =>
  ruler(from, length, where, width).ticks.map((tick) => (tick.strong ? `*${tick.label}` : tick.label));

const shades = (from: number, length: number) => {
  const scale: Scale = { from, to: from + length, width: 1200, inset: 0 };
  return shadesOf(zoneClock(zone, scale.from, scale.to), scale);
};

describe('rulerOf', () => {
  it('goes by minutes within an hour', () => {
    expect(labels(Date.UTC(2026, 2, 9, 14), HOUR).slice(0, 3)).toEqual(['10:00', '10:05', '10:10']);
    expect(ruler(Date.UTC(2026, 2, 9, 14), HOUR).context).toBe('Mon 9 Mar');
  });
  it('marks midnight with the day', () => {
    expect(labels(Date.UTC(2026, 2, 10, 3), 3 * HOUR, zone, 400)).toEqual(['23:00', '23:30', '*Tue 10 Mar', '00:30', '01:00', '01:30']);
  });
  it('leaves out the hour that does not exist', () => {
    const from = Date.UTC(2026, 2, 8, 5);
    expect(labels(from, 5 * HOUR, zone, 300)).toEqual(['*Sun 8 Mar', '01:00', '03:00', '04:00', '05:00']);
    expect(ruler(from, 5 * HOUR, zone, 300).ticks.map((tick) => (tick.at - from) / HOUR)).toEqual([0, 1, 2, 3, 4]);
  });
  it('shows an hour twice that comes twice', () => {
    const from = Date.UTC(2026, 10, 1, 4);
    expect(labels(from, 4 * HOUR, zone, 240)).toEqual(['*Sun 1 Nov', '01:00', '01:00', '02:00']);
  });
  it('begins a day whose midnight is skipped at its first moment', () => {
    const from = Date.UTC(2024, 3, 25, 20);
    const [tick] = ruler(from, 6 * HOUR, 'Africa/Cairo', 360).ticks.filter((each) => each.strong);
    expect(tick).toEqual({ at: Date.UTC(2024, 3, 25, 22), label: 'Fri 26 Apr', strong: true });
  });
  it('goes by days in a month, by Mondays in a quarter, by months in a year, by years beyond', () => {
    expect(labels(Date.UTC(2026, 1, 26, 5), 30 * DAY).slice(0, 5)).toEqual(['26', '27', '28', '*Mar', '2']);
    expect(labels(Date.UTC(2026, 1, 20), 90 * DAY).slice(0, 4)).toEqual(['23', '*Mar', '2', '9']);
    expect(labels(Date.UTC(2025, 9, 15), 365 * DAY).slice(0, 4)).toEqual(['Nov', 'Dec', '*2026', 'Feb']);
    expect(labels(Date.UTC(2021, 1, 1), 1825 * DAY, zone, 300)).toEqual(['2022', '2023', '2024', '2025', '2026']);
  });
  it('writes September as the other months', () => {
    expect(labels(Date.UTC(2026, 7, 20), 365 * DAY)[0]).toBe('Sep');
  });
  it('keeps labels apart at every zoom', () => {
    for (let length = HOUR / 30; length < 1800 * DAY; length *= 1.3) {
      const { ticks, step } = ruler(Date.UTC(2026, 0, 5, 17), length);
      const weak = ticks.filter((tick) => !tick.strong).map((tick) => tick.at);
      expect(weak.length).toBeLessThan(60);
      expect(step.length * (1200 / length)).toBeGreaterThanOrEqual(step.room);
      expect(ticks.map((tick) => tick.at)).toEqual(ticks.map((tick) => tick.at).toSorted((a, b) => a - b));
    }
  });
});

describe('shadesOf', () => {
  it('shades the night by the clock, an hour shorter when clocks go forward', () => {
    expect(shades(Date.UTC(2026, 2, 8, 0), DAY)[0]).toEqual({ from: Date.UTC(2026, 2, 8, 3), to: Date.UTC(2026, 2, 8, 10) });
  });
  it('shades weekends in a month and nothing in years', () => {
    expect(shades(Date.UTC(2026, 2, 10, 12), 30 * DAY)[0]).toEqual({ from: Date.UTC(2026, 2, 14, 4), to: Date.UTC(2026, 2, 16, 4) });
    expect(shades(Date.UTC(2025, 0, 1), 730 * DAY)).toEqual([]);
  });
});
