import { describe, expect, it } from 'vitest';
import { clearSide, differences, merged } from './conflict';

const base = { cron: '0 9 * * *', timezone: 'UTC', jitter: '30s', input: { a: 1, b: 2 } };
const theirs = { daily: { at: '08:00' }, timezone: 'UTC', jitter: '1m', input: { a: 1, b: 3 } };
const mine = { cron: '0 10 * * *', timezone: 'Europe/Berlin', jitter: '30s', input: { a: 9, b: 2 } };

describe('two editors of one schedule', () => {
  const found = differences(base, theirs, mine);

  it('see each field that differs, and who changed it', () => {
    expect(Object.fromEntries(found.map((one) => [one.field, clearSide(one)]))).toEqual({ when: null, timezone: 'mine', jitter: 'theirs', 'input.a': 'mine', 'input.b': 'theirs' });
  });

  it('choose field by field', () => {
    const chosen = { when: 'mine', timezone: 'mine', jitter: 'theirs', 'input.a': 'mine', 'input.b': 'theirs' } as const;
    expect(merged(theirs, found, chosen)).toEqual({ cron: '0 10 * * *', timezone: 'Europe/Berlin', jitter: '1m', input: { a: 9, b: 3 } });
    expect(merged(theirs, found, { ...chosen, when: 'theirs' })).toMatchObject({ daily: { at: '08:00' } });
    expect(merged(theirs, found, { ...chosen, when: 'theirs' })).not.toHaveProperty('cron');
  });

  it('that say the same have nothing to choose', () => {
    expect(differences(base, mine, mine)).toEqual([]);
  });
});
