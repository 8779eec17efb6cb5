import { describe, expect, it } from 'vitest';
import { isCron, isRunId } from './query';

describe('what is typed into the palette', () => {
  it.each(['30 16 * * 1-5', '*/5 * * * *', '@daily', '0 0 9 * * MON#2', '0 12 L * *'])('%s is a cron expression', (words) => expect(isCron(words)).toBe(true));
  it.each(['sales', '5 6', 'run all the daily jobs', '30 16 * *'])('%s is not', (words) => expect(isCron(words)).toBe(false));
  it('knows a run by its id', () => expect(isRunId('01a1fcc1-29cf-7000-bce6-cae254611547')).toBe(true));
});
