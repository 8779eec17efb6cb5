import { describe, expect, it } from 'vitest';
import { concerns } from './live';

const query = (path: string, id?: string) => ({ queryKey: ['get', path, id ? { params: { path: { id } } } : {}] });

describe('a change on the server', () => {
  it('of a run makes stale that run and the lists, not other runs', () => {
    const change = { kind: 'run', run: 'a', schedule: 's' } as const;
    expect(concerns(query('/api/runs/{id}', 'a'), change)).toBe(true);
    expect(concerns(query('/api/runs/{id}/tasks', 'b'), change)).toBe(false);
    expect(concerns(query('/api/runs'), change)).toBe(true);
    expect(concerns(query('/api/schedules/{id}/ledger', 's'), change)).toBe(true);
    expect(concerns(query('/api/schedules/{id}/ledger', 't'), change)).toBe(false);
    expect(concerns(query('/api/templates'), change)).toBe(false);
  });

  it('does not ask at once for sums over long periods', () => {
    expect(concerns(query('/api/costs'), { kind: 'run', run: 'a' })).toBe(false);
    expect(concerns(query('/api/costs'), { kind: 'all' })).toBe(true);
  });
});
