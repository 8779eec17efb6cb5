import { describe, expect, it } from 'vitest';
import { pickedOf, toggle } from './picked';

const order = ['c', 'b', 'a'];

describe('picking versions to compare', () => {
  it('begins with the latest two', () => {
    expect(pickedOf({}, order)).toEqual({ after: 'c', before: 'b' });
    expect(pickedOf({ after: 'a' }, order)).toEqual({ after: 'a' });
    expect(pickedOf({}, ['a'])).toEqual({ after: 'a' });
  });

  it('keeps the older one before, whichever was picked first', () => {
    expect(toggle({ after: 'a' }, 'c', order)).toEqual({ before: 'a', after: 'c' });
    expect(toggle({ after: 'c' }, 'a', order)).toEqual({ before: 'a', after: 'c' });
  });

  it('lets go of one when a third comes', () => {
    expect(toggle({ before: 'b', after: 'c' }, 'a', order)).toEqual({ before: 'a', after: 'c' });
    expect(toggle({ before: 'b', after: 'c' }, 'b', order)).toEqual({ after: 'c' });
  });
});
