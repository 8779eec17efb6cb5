import { describe, expect, it } from 'vitest';
import { readScheduleSearch } from './search';

const read = (raw: Record<string, unknown>) => Object.fromEntries(Object.entries(readScheduleSearch(raw)).filter(([, value]) => value !== undefined));

describe('the address of a schedule', () => {
  it('keeps what it knows', () => {
    const all = { tab: 'ledger', from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z', range: '7d', view: 'table', status: 'failed,canceled', outcome: 'skipped', run: 'r1', why: '2026-03-01T02:30', p1: '2026-03-01..2026-03-07', p2: '2026-03-08..2026-03-08' };
    expect(read(all)).toEqual(all);
  });

  it.each([
    [{ tab: 'secrets', view: 'grid', outcome: 'lost', range: '5d', status: 'fine' }],
    [{ from: '2026-03-02T00:00:00Z' }],
    [{ from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' }],
    [{ p1: '2026-03-09..2026-03-01', p2: '2026-02-30..2026-03-01' }],
    [{ p1: 'yesterday' }],
  ])('drops what does not fit: %j', (raw) => {
    expect(read(raw)).toEqual({});
  });
});
