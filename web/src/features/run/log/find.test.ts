import { describe, expect, it } from 'vitest';
import { cut, findLines } from './find';

describe('the search in a log', () => {
  it('finds lines whatever the case, and none for nothing', () => {
    expect(findLines(['An error', 'fine', 'ERROR again'], 'error')).toEqual([0, 2]);
    expect(findLines(['a'], '')).toEqual([]);
  });

  it('cuts a line where the words are', () => {
    expect(cut('Error: no error', 'error')).toEqual(['', 'Error', ': no ', 'error', '']);
    expect(cut('fine', 'error')).toEqual(['fine']);
  });
});
