import { describe, expect, it } from 'vitest';
import { isDate, only, wordOf } from './url';

describe('an address', () => {
  it('hands on nothing that its reader left out', () => {
    expect(only((raw) => ({ view: wordOf(raw, 'view', ['list']) }))({ view: 'list', date: '2026-13-45' })).toStrictEqual({ view: 'list', date: undefined });
  });

  it('has dates that exist', () => {
    expect(['2026-02-28', '2026-02-31', '2026-13-45', '99', '2026-2-8'].map(isDate)).toEqual([true, false, false, false, false]);
  });
});
