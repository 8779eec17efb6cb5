import { describe, expect, it } from 'vitest';
import type { Run } from '@/shared/api/types';
import { askedOf, startOfDay } from './asked';
import { nothing, withHead, withTail } from './merge';
import { readRunsSearch } from './search';
import { isFiltered, sentenceOf } from './sentence';

const page = (names: string[], next_cursor: string | null) => ({ items: names.map((id) => ({ id }) as Run), next_cursor });
const ids = (known: { runs: readonly Run[] }) => known.runs.map((run) => run.id).join('');

describe('the address of the list', () => {
  it('keeps what it understands and drops the rest', () => {
    expect(readRunsSearch({ status: 'failed,odd,canceled', trigger: 'test', within: 'hour', from: '2026-13-01', text: 42, more: 1 })).toEqual({
      status: 'failed,canceled', trigger: 'test', within: 'hour', text: '42', workflow: undefined, schedule: undefined, from: undefined, to: undefined,
    });
    expect(isFiltered(readRunsSearch({ status: 'odd' }))).toBe(false);
  });

  it('reads as a sentence', () => {
    expect(sentenceOf({ status: 'failed,canceled', workflow: 'amc', within: 'hour' })).toBe('failed or canceled runs of amc made in the last hour');
    expect(sentenceOf({ trigger: 'manual', from: '2026-03-01', to: '2026-03-09', text: 'x' })).toBe('runs started by hand made from 2026-03-01 to 2026-03-09 with “x”');
  });
});

describe('what is asked of the server', () => {
  it('takes days as those of the zone, the last one whole', () => {
    const asked = askedOf({ from: '2026-03-08', to: '2026-03-08' }, 'America/New_York', 0);
    expect([asked.created_from, asked.created_to]).toEqual(['2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z']);
  });

  it('finds the first instant of a day that has no midnight', () => {
    expect(new Date(startOfDay('2018-11-04', 'America/Sao_Paulo')).toISOString()).toBe('2018-11-04T03:00:00.000Z');
  });

  it('stays the same within a minute, so that nothing is asked twice', () => {
    expect(askedOf({ within: 'day' }, 'UTC', 120_001)).toEqual(askedOf({ within: 'day' }, 'UTC', 179_000));
  });
});

describe('the list of runs', () => {
  const two = withTail(withHead(nothing, page(['f', 'e', 'd'], 'x')), page(['c', 'b'], 'y'));

  it('grows downwards page by page', () => {
    expect(ids(two)).toBe('fedcb');
    expect(two.cursor).toBe('y');
  });

  it('takes new runs on top and keeps what was read below', () => {
    const known = withHead(two, page(['g', 'f', 'e'], 'z'));
    expect(ids(known)).toBe('gfedcb');
    expect(known.cursor).toBe('y');
  });

  it('drops what fits no more', () => {
    expect(ids(withHead(two, page(['f', 'd', 'c'], 'z')))).toBe('fdcb');
    expect(ids(withHead(two, page(['f'], null)))).toBe('f');
  });

  it('starts anew when there may be runs between that it never saw', () => {
    const known = withHead(two, page(['z', 'y', 'x'], 'w'));
    expect(ids(known)).toBe('zyx');
    expect(known.cursor).toBe('w');
  });

  it('never has a run twice', () => {
    expect(ids(withTail(two, page(['b', 'a'], null)))).toBe('fedcba');
  });
});
