import { expect, it } from 'vitest';
import { parametersOf } from './parameters';

it('says of each parameter what it may be', () => {
  const found = parametersOf({
    properties: { symbol: { type: 'string', enum: ['A', 'B'], description: 'The share.' }, days: { type: 'integer', minimum: 60, maximum: 750, default: 120 }, cron: { type: 'string', pattern: '^x$' }, least: { type: 'number', minimum: 0 } },
    required: ['symbol'],
  });
  expect(found.map(({ name, range, required }) => [name, range, required])).toEqual([['symbol', 'A, B', true], ['days', '60 to 750', false], ['cron', 'like ^x$', false], ['least', 'at least 0', false]]);
  expect(parametersOf(null)).toEqual([]);
});
