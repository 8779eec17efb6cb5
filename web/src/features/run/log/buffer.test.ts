import { describe, expect, it } from 'vitest';
import { append, finish, noLines, partsOf } from './buffer';

describe('the lines of a log', () => {
  it('join what chunks have torn apart', () => {
    const log = ['one\ntw', 'o\n', 'three'].reduce((known, chunk) => append(known, chunk, 100), noLines);
    expect(log.lines).toEqual(['one', 'two']);
    expect(finish(log, 100).lines).toEqual(['one', 'two', 'three']);
  });

  it('give up the oldest when there is no more room, and count them', () => {
    const log = append(noLines, Array.from({ length: 120 }, (_, index) => `${index}\n`).join(''), 100);
    expect(log.lines.length).toBe(90);
    expect(log.dropped).toBe(30);
    expect(log.lines[0]).toBe('30');
  });

  it('lose the colours of terminals and what was written over', () => {
    expect(append(noLines, '\u001b[31mred\u001b[0m\r\n 10%\r 100%\nplain\n', 100).lines).toEqual(['red', ' 100%', 'plain']);
  });

  it('know the task, the time and the words', () => {
    expect(partsOf('[bars[3]#1] 2026-11-21T06:52:02.092Z 1 symbol')).toEqual({ source: '[bars[3]#1]', at: '2026-11-21T06:52:02.092Z', words: '1 symbol' });
    expect(partsOf('2026-11-21T06:52:02Z hello')).toEqual({ source: '', at: '2026-11-21T06:52:02Z', words: 'hello' });
    expect(partsOf('  at line 3')).toEqual({ source: '', at: null, words: '  at line 3' });
  });
});
