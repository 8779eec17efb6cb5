import { describe, expect, it } from 'vitest';
import { fieldsOf, parametersOf, written } from './fields';

const schema = {
  properties: { symbol: { type: 'string', enum: ['A', '1'] }, days: { type: 'integer', minimum: 60, default: 120 }, live: { type: 'boolean' }, list: { type: 'array' }, cron: { type: 'string' } },
  required: ['symbol'],
};
const fields = fieldsOf(schema);

describe('the form of a template', () => {
  it('has a field for every parameter, of its kind', () => {
    expect(fields.map((field) => [field.name, field.kind])).toEqual([['symbol', 'choice'], ['days', 'number'], ['live', 'choice'], ['list', 'json'], ['cron', 'text']]);
    expect(fields[2]?.choices).toEqual(['true', 'false']);
  });

  it('gives values with their types and leaves out what is empty', () => {
    expect(parametersOf(fields, { symbol: '1', days: '200', live: 'false', list: '[1, 2]', cron: '' }, schema)).toEqual({ symbol: '1', days: 200, live: false, list: [1, 2] });
  });

  it('leaves it to the server to say what is wrong with a value', () => {
    expect(parametersOf(fields, { days: 'many' }, schema)).toEqual({ days: 'many' });
  });

  it('writes a value so that reading it gives the same', () => {
    const values = { symbol: 'A', days: 60, live: true, list: ['x'] };
    expect(parametersOf(fields, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(value)])), schema)).toEqual(values);
  });
});
