import { describe, expect, it } from 'vitest';
import type { Problem } from '@/shared/api/types';
import { fieldOf, problemsAt, stepOf, stillTrue, together } from './fields';

const problem = (field: string | null, message = 'wrong', code = 'SCH016'): Problem => ({ code, message, severity: 'error', suggestion: null, file: null, field, line: null, column: null });

describe('a problem', () => {
  it('is at its field', () => {
    expect(fieldOf(problem('weekly.at[1]'))).toBe('weekly.at');
    expect(fieldOf(problem(null, 'A schedule needs one of cron, every.'))).toBe('');
    expect(problemsAt([problem('window.lag'), problem('windows')], 'window')).toHaveLength(1);
  });

  it('is on the step of its field', () => {
    expect(['input.symbol', 'daily.at', 'catch_up.window', 'never_heard_of', ''].map(stepOf)).toEqual(['what', 'when', 'if', 'review', 'review']);
  });

  it('holds until its field is changed', () => {
    const sent = { cron: 'x', jitter: 'y' };
    const found = [problem('cron'), problem('jitter'), problem('')];
    expect(stillTrue(found, sent, { cron: 'z', jitter: 'y' })).toEqual([found[1]]);
  });

  it('is told once', () => {
    expect(together([problem('cron')], [problem('cron'), problem('jitter')])).toHaveLength(2);
  });
});
