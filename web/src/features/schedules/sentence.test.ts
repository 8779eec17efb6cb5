import { describe, expect, it } from 'vitest';
import { wordsFor } from './sentence';

describe('the sentence of filters', () => {
  it('says that nothing is chosen', () => {
    expect(wordsFor({})).toMatchObject({ status: 'All', workflow: 'of any workflow', within: 'due any time' });
  });

  it('names what is chosen', () => {
    expect(wordsFor({ status: 'active', workflow: 'amc', within: 24 })).toMatchObject({ status: 'Active', workflow: 'of amc', within: 'due within 24 h' });
    expect(wordsFor({ status: 'active,paused,failed', within: 168, kind: 'managed', overridden: false })).toMatchObject({
      status: 'Active, paused or last failed',
      within: 'due within 7 d',
      kind: 'managed here',
      overridden: 'without override',
    });
  });
});
