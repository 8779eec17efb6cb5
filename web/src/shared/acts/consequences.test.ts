import { describe, expect, it } from 'vitest';
import type { Schedule } from '@/shared/api/types';
import { consequences } from './ChangeDialog';

const declared = { kind: 'declared' } as Schedule;
const managed = { kind: 'managed' } as Schedule;

describe('what is said before schedules are deleted', () => {
  it('is what is kept, for every one', () => {
    expect(consequences('remove', [managed]).join(' ')).toContain('Kept: every run');
    expect(consequences('remove', [managed]).join(' ')).not.toContain('file');
  });

  it('is that a declared one comes back with its file', () => {
    expect(consequences('remove', [declared]).join(' ')).toContain('the next reload of the files brings it back');
    expect(consequences('remove', [declared, declared, managed]).join(' ')).toContain('2 of them are declared');
    expect(consequences('remove', [declared, declared]).join(' ')).toContain('All are declared');
  });
});

describe('what is said before a declared schedule is disabled', () => {
  it('is that the next reload undoes it', () => {
    expect(consequences('disable', [declared]).join(' ')).toContain('the next reload of the files undoes it');
    expect(consequences('disable', [managed])).toHaveLength(1);
  });
});
