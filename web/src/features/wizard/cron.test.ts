import { describe, expect, it } from 'vitest';
import { cronFields, joinCron, readPart, splitCron, startPart, writePart } from './cron';

describe('a cron in fields', () => {
  it.each(['0 9 * * 1-5', '*/15 8-17 * * mon-fri', '0 2 L * ?', 'H 2 1,15 jan-mar 1#2', '30 22-2 5W * 7'])('comes back as it was: %s', (cron) => {
    expect(joinCron(splitCron(cron)!)).toBe(cron);
  });

  it.each(['@daily', '0 0 9 * * 1', '', '0 9 * *'])('has no fields: %s', (cron) => {
    expect(splitCron(cron)).toBeNull();
  });
});

describe('one field', () => {
  it.each([
    ['minute', '*', { mode: 'every' }],
    ['minute', '*/15', { mode: 'step', step: 15 }],
    ['hour', '9', { mode: 'values', values: [9] }],
    ['weekday', '1-5', { mode: 'values', values: [1, 2, 3, 4, 5] }],
    ['weekday', 'mon,Wed,FRI', { mode: 'values', values: [1, 3, 5] }],
    ['weekday', '7', { mode: 'values', values: [0] }],
    ['month', 'jan-mar,12', { mode: 'values', values: [1, 2, 3, 12] }],
  ] as const)('%s %s is understood', (field, text, part) => {
    expect(readPart(field, text)).toEqual(part);
  });

  it.each([
    ['day', 'L'],
    ['weekday', '1#2'],
    ['hour', '22-2'],
    ['hour', '25'],
    ['minute', '5/15'],
    ['minute', 'H'],
    ['minute', '*/0'],
    ['day', '1-'],
    ['day', '1-2-3'],
    ['day', '0'],
    ['minute', ','],
    ['minute', ''],
  ] as const)('%s %s stays text', (field, text) => {
    expect(readPart(field, text)).toEqual({ mode: 'text', text });
    expect(writePart(readPart(field, text))).toBe(text);
  });

  it('is written in its shortest form', () => {
    expect(writePart({ mode: 'values', values: [5, 1, 2, 3, 4] })).toBe('1-5');
    expect(writePart({ mode: 'values', values: [1, 2, 9] })).toBe('1,2,9');
    expect(writePart({ mode: 'step', step: 5 })).toBe('*/5');
  });

  it('says the same after reading what was written', () => {
    for (const field of cronFields) {
      for (const mode of ['every', 'step', 'values'] as const) {
        const part = startPart(mode, field, '*');
        expect(readPart(field, writePart(part))).toEqual(part);
      }
    }
  });

  it('of no value at all is every value, never an empty text', () => {
    expect(writePart({ mode: 'values', values: [] })).toBe('*');
  });
});
