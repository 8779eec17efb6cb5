import { describe, expect, it } from 'vitest';
import { cleared, filterOf, isFiltered, readSchedulesSearch, statusesOf, withStatus } from './search';

describe('the address of the schedules', () => {
  it('is read, and what does not fit is dropped', () => {
    expect(readSchedulesSearch({ view: 'grid', status: 'paused,nonsense,active', within: '24', overridden: true, text: 5, kind: 'other', date: '2026-02-31', hour: 24 })).toEqual({
      view: 'grid',
      status: 'paused,active',
      within: 24,
      overridden: true,
      text: '5',
    });
  });

  it('names only what is not usual', () => {
    expect(readSchedulesSearch({ view: 'list', sort: 'id', order: 'asc', scale: 'month' })).toEqual({});
  });

  it('reads back what it wrote', () => {
    const search = { view: 'calendar', scale: 'week', date: '2026-03-09', status: 'failed' } as const;
    expect(readSchedulesSearch(search)).toEqual(search);
  });
});

describe('the filters', () => {
  it('are those of the API', () => {
    expect(filterOf({ within: 24, status: 'active', view: 'grid', sort: 'next_run' })).toEqual({ next_within_hours: 24, status: 'active' });
  });

  it('are gone once cleared, and the view stays', () => {
    const search = cleared({ view: 'grid', tag: 'amc', overridden: false });
    expect(isFiltered(search)).toBe(false);
    expect(search.view).toBe('grid');
  });

  it('take several states', () => {
    const both = withStatus(withStatus({}, 'paused'), 'active');
    expect(both.status).toBe('active,paused');
    expect(statusesOf(withStatus(both, 'active'))).toEqual(['paused']);
    expect(withStatus({ status: 'paused' }, 'paused').status).toBeUndefined();
  });
});
