import { describe, expect, it } from 'vitest';
import { changeOf, formatMetric } from './change';

describe('changes', () => {
  it.each([
    ['success_rate', 0.9, 0.95, '+5.0 points', 'better'],
    ['success_rate', 1, 0.5, '−50.0 points', 'worse'],
    ['failed_runs', 4, 1, '−75 %', 'better'],
    ['failed_runs', 0, 3, '+3', 'worse'],
    ['p95_runtime_seconds', 100, 103, '+3.0 %', 'worse'],
    ['p50_lateness_seconds', 0, 1.5, '+1.5 s', 'worse'],
    ['total_cost', 2, 1, '−50 %', 'better'],
    ['total_cost', 0, 1.25, '+$1.25', 'worse'],
    ['total_rows_processed', 10, 250, '+2,400 %', 'better'],
    ['total_runs', 10, 12, '+20 %', 'different'],
    ['retries', 2, 2, '0', 'same'],
  ])('%s from %d to %d is %s, %s', (name, period1, period2, words, verdict) => {
    expect(changeOf(name, { period1, period2 })).toEqual({ words, verdict });
  });

  it('from nothing cannot be said', () => {
    expect(changeOf('success_rate', { period1: null, period2: 1 }).verdict).toBe('none');
  });
});

describe('metrics', () => {
  it.each([
    ['success_rate', 0.982, '98.2 %'],
    ['p95_runtime_seconds', 72, '1 m 12 s'],
    ['total_cost', 1234.5, '$1,234.50'],
    ['total_rows_processed', 12_000, '12,000'],
    ['avg_runtime_seconds', null, '–'],
  ])('%s of %s is %s', (name, value, words) => {
    expect(formatMetric(name, value)).toBe(words);
  });
});
