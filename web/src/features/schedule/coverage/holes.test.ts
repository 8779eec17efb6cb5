import { describe, expect, it } from 'vitest';
import { holesOf } from './holes';

const window = (start_date: string, last_date: string, start: string, end: string) => ({ start_date, last_date, start, end, timezone: 'America/New_York' });

describe('holes', () => {
  it('know the occurrences that close them, by the dates of the zone', () => {
    const hole = window('2026-03-02', '2026-03-08', '2026-03-02T05:00:00Z', '2026-03-09T04:00:00Z');
    const other = window('2026-03-20', '2026-03-20', '2026-03-20T04:00:00Z', '2026-03-21T04:00:00Z');
    const proposals = [
      { nominal: '2026-03-23T03:30:00Z', local: '', window: window('2026-03-02', '2026-03-05', '2026-03-02T05:00:00Z', '2026-03-06T05:00:00Z') },
      { nominal: '2026-03-25T06:00:00Z', local: '', window: window('2026-03-06', '2026-03-08', '2026-03-06T05:00:00Z', '2026-03-09T04:00:00Z') },
      { nominal: '2026-04-01T06:00:00Z', local: '', window: window('2026-03-09', '2026-03-10', '2026-03-09T04:00:00Z', '2026-03-11T04:00:00Z') },
    ];
    expect(holesOf({ timezone: 'America/New_York', holes: [hole, other], backfill: proposals })).toEqual([
      { dates: { first: '2026-03-02', last: '2026-03-08' }, days: 7, occurrences: 2, scheduled: { first: '2026-03-22', last: '2026-03-25' } },
      { dates: { first: '2026-03-20', last: '2026-03-20' }, days: 1, occurrences: 0, scheduled: undefined },
    ]);
  });
});
