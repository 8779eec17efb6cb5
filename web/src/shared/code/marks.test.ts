import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import type { Problem } from '@/shared/api/types';
import { marksOf } from './marks';

const text = Text.of(['id: a', 'tasks:', '  - id: x   # the first', '    uses: shel']);
const problem = (part: Partial<Problem>): Problem => ({ code: 'SCH010', message: 'Unknown task type.', severity: 'error', suggestion: 'Did you mean shell?', file: null, field: null, line: null, column: null, rule: null, fix: null, ...part });
const marked = (part: Partial<Problem>) => marksOf([problem(part)], text).map((mark) => text.sliceString(mark.from, mark.to));

describe('a mark', () => {
  it('reaches from its column to the end of what stands there', () => {
    expect(marked({ line: 4, column: 11 })).toEqual(['shel']);
    expect(marked({ line: 3, column: 5 })).toEqual(['id: x']);
  });

  it('without a column begins where the text does', () => {
    expect(marked({ line: 4 })).toEqual(['uses: shel']);
  });

  it('beyond the text stands at its end', () => {
    expect(marked({ line: 40, column: 90 })).toEqual(['']);
  });

  it('says message and suggestion, and is not made without a line', () => {
    expect(marksOf([problem({ line: 1 })], text)[0]).toMatchObject({ severity: 'error', source: 'SCH010', message: 'Unknown task type.\nDid you mean shell?' });
    expect(marked({})).toEqual([]);
  });
});
