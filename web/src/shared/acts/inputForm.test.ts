import { describe, expect, it } from 'vitest';
import type { Problem } from '@/shared/api/types';
import { inputOf, problemsByField, startOf, type InputField } from './inputForm';

const field = (name: string, type: InputField['type'], rest: Partial<InputField> = {}): InputField => ({ name, type, required: false, default: null, description: null, ...rest });
const fields = [field('symbol', 'string', { default: 'AAPL' }), field('lookback', 'integer', { default: 200 }), field('paper', 'boolean'), field('parts', 'array'), field('limits', 'object'), field('note', 'string')];
const problem = (message: string, about: string | null = null): Problem => ({ code: 'SCH020', message, severity: 'error', suggestion: null, file: null, field: about, line: null, column: null, rule: null, fix: null });

describe('the form of a workflow’s input', () => {
  it('begins with the defaults, and with what is given where something is', () => {
    expect(startOf(fields, { symbol: 'MSFT', parts: ['a'] })).toEqual({ symbol: 'MSFT', lookback: '200', paper: '', parts: '["a"]', limits: '', note: '' });
  });

  it('sends values of their types, and nothing for what is empty', () => {
    expect(inputOf(fields, { symbol: 'MSFT', lookback: '20', paper: 'false', parts: '[1, 2]', limits: '{"a": 1}', note: '' })).toEqual({
      input: { symbol: 'MSFT', lookback: 20, paper: false, parts: [1, 2], limits: { a: 1 } },
      faults: {},
    });
  });

  it('leaves it to the server to say that a word is no number', () => {
    expect(inputOf(fields, { lookback: 'many' })).toEqual({ input: { lookback: 'many' }, faults: {} });
  });

  it('says at the field that a list is not JSON', () => {
    const { input, faults } = inputOf(fields, { parts: '[1, ' });
    expect(input).toEqual({});
    expect(faults.parts).toContain('A list is written');
  });

  it('puts what the server says at the field it is about', () => {
    const found = problemsByField(fields, [problem("Input 'lookback' must be a whole number, not text."), problem('wrong', 'input.symbol'), problem("The workflow has no input 'x'.")]);
    expect(Object.entries(found).map(([name, said]) => [name, said.length])).toEqual([
      ['lookback', 1],
      ['symbol', 1],
      ['', 1],
    ]);
  });
});
