import { describe, expect, it } from 'vitest';
import type { Api } from '@/shared/api/types';
import { hasAny, marksOf, pointsOf } from './series';

const part = (from: string, to: string, more: Partial<Api<'MetricsPartView'>> = {}) => ({ from, to, successful_runs: 0, failed_runs: 0, canceled_runs: 0, total_cost: 0, ...more }) as Api<'MetricsPartView'>;
const days = [part('2026-03-07T05:00:00Z', '2026-03-08T05:00:00Z'), part('2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z', { failed_runs: 2 })];
const points = pointsOf(days, 'America/New_York');

describe('parts of a period', () => {
  it('are named by their date in the zone, also the day of 23 hours', () => {
    expect(points.map(({ label }) => label)).toEqual(['7 Mar', '8 Mar']);
  });

  it('are named by their hour where they are hours', () => {
    expect(pointsOf([part('2026-03-08T05:00:00Z', '2026-03-08T06:00:00Z')], 'America/New_York')[0]?.label).toBe('8 Mar 00:00');
  });

  it('are drawn where there is anything', () => {
    expect(hasAny(points, ['completed', 'failed'])).toBe(true);
    expect(hasAny(points, ['cost'])).toBe(false);
  });

  it('are marked once by the versions that came in them', () => {
    const made = ['2026-03-08T12:00:00Z', '2026-03-08T13:00:00Z', '2026-03-07T04:00:00Z', '2026-03-12T00:00:00Z'].map((created_at) => ({ created_at }));
    expect(marksOf(points, made, Date.parse('2026-03-09T04:00:00Z'))).toEqual(['8 Mar']);
  });
});
