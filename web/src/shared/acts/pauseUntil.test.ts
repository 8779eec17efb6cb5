import { describe, expect, it } from 'vitest';
import { pauseUntil } from './pauseUntil';

const now = Date.UTC(2026, 2, 9, 12);

describe('how long a pause lasts', () => {
  it('is without an end, some hours from now, or until a time', () => {
    expect(pauseUntil('open', '', now)).toBeUndefined();
    expect(pauseUntil('hours', '', now)).toBe(now + 4 * 3_600_000);
    expect(pauseUntil('date', '2026-03-20T09:00', now)).toBe(new Date(2026, 2, 20, 9).getTime());
  });

  it('must be given and not be over', () => {
    expect(pauseUntil('date', '', now)).toBeNull();
    expect(pauseUntil('date', '2026-03-01T09:00', now)).toBeNull();
  });
});
