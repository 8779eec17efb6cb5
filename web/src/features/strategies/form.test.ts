import { describe, expect, it } from 'vitest';
import type { Problem } from '@/shared/api/types';
import { atFields, bodyOf, emptyForm, wordsOf } from './form';

const schema = { properties: { symbol: { type: 'string' }, days: { type: 'integer' } } };
const problem = (field: string | null, message = 'wrong'): Problem => ({ code: 'SCH016', message, severity: 'error', suggestion: null, file: null, field, line: null, column: null, rule: null, fix: null });

describe('a strategy being written', () => {
  it('is sent with typed parameters and the overlay as a mapping', () => {
    const { body, problems } = bodyOf({ ...emptyForm('momentum'), id: ' m ', values: { symbol: 'A', days: '60', gone: 'x' }, overlay: 'timeout: 1h' }, schema);
    expect(body).toMatchObject({ id: 'm', template: 'momentum', parameters: { symbol: 'A', days: 60, gone: 'x' }, overlay: { timeout: '1h' }, owner: null });
    expect(problems).toEqual([]);
  });

  it('is held back without an id, and with an overlay that is no mapping', () => {
    expect(bodyOf({ ...emptyForm('m'), overlay: 'hello' }, schema).problems.map((one) => one.field)).toEqual(['overlay', 'id']);
    expect(bodyOf({ ...emptyForm('m'), id: 'x', overlay: 'a: [' }, schema).problems.map((one) => one.field)).toEqual(['overlay']);
  });
});

it('problems stand at the fields they are about', () => {
  const found = atFields([problem('parameters.symbol'), problem('parameters.gone'), problem('overlay.schedule.cron'), problem(null), problem('id')], ['symbol']);
  expect(Object.fromEntries(Object.entries(found).map(([key, all]) => [key, all.length]))).toEqual({ 'parameters.symbol': 1, '': 2, overlay: 1, id: 1 });
  expect(wordsOf([problem(null, 'One.'), problem(null, 'Two.')])).toBe('One. Two.');
  expect(wordsOf(undefined)).toBeUndefined();
});
