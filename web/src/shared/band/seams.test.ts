import { describe, expect, it } from 'vitest';
import { seamsOf } from './seams';

const year = (n: number): [number, number] => [Date.UTC(n, 0, 1), Date.UTC(n + 1, 0, 1)];
const seams = (zone: string, n: number) =>
  seamsOf(zone, ...year(n)).map(({ at, text }) => `${new Date(at).toISOString()} ${text}`);

describe('seamsOf', () => {
  it('tells the hour that is skipped and the hour that comes twice', () => {
    expect(seams('America/New_York', 2026)).toEqual([
      '2026-03-08T07:00:00.000Z 02:00–03:00 does not exist here on 8 March',
      '2026-11-01T06:00:00.000Z 01:00–02:00 happens twice on 1 November',
    ]);
  });
  it('knows changes of half an hour', () => {
    expect(seams('Australia/Lord_Howe', 2026)).toEqual([
      '2026-04-04T15:00:00.000Z 01:30–02:00 happens twice on 5 April',
      '2026-10-03T15:30:00.000Z 02:00–02:30 does not exist here on 4 October',
    ]);
  });
  it('knows an hour skipped at midnight', () => {
    expect(seams('Africa/Cairo', 2024)[0]).toBe(
      '2024-04-25T22:00:00.000Z 00:00–01:00 does not exist here on 26 April',
    );
  });
  it('knows a day that was skipped', () => {
    expect(seams('Pacific/Apia', 2011).at(-1)).toBe('2011-12-30T10:00:00.000Z 30 December does not exist here');
  });
  it('finds changes a month apart', () => {
    expect(seams('Africa/Casablanca', 2024)).toHaveLength(2);
  });
  it('finds none in UTC, and none for a zone it does not know', () => {
    expect(seams('UTC', 2026)).toEqual([]);
    expect(seams('Mars/Olympus', 2026)).toEqual([]);
  });
  it('takes the start of a stretch and leaves its end', () => {
    const at = Date.UTC(2026, 2, 8, 7);
    expect(seamsOf('America/New_York', at, at + 1)).toHaveLength(1);
    expect(seamsOf('America/New_York', at - 1, at)).toHaveLength(0);
  });
});
