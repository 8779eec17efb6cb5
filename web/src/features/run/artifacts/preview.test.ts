import { describe, expect, it } from 'vitest';
import { kindOf } from './kind';
import { mostColumns, mostRows, tableOf } from './table';

const kind = (media_type: string, name = 'x') => kindOf({ media_type, name });
const rows = (count: number) => `n\n${Array.from({ length: count }, (_, index) => `${index}\n`).join('')}`;

describe('a file', () => {
  it('is shown by its media type, and by its name where that says nothing', () => {
    expect(kind('image/svg+xml')).toBe('image');
    expect(kind('text/csv; charset=utf-8')).toBe('csv');
    expect(kind('application/octet-stream', 'bars.csv')).toBe('csv');
    expect(kind('application/geo+json')).toBe('json');
    expect(kind('text/html', 'page.html')).toBe('text');
    expect(kind('application/zip', 'all.zip')).toBe('none');
  });
});

describe('a table of a CSV file', () => {
  it('has the first row as heads and knows quotes', () => {
    expect(tableOf('symbol,remark\nAAPL,"up, again"\n', true)).toEqual({ head: ['symbol', 'remark'], rows: [['AAPL', 'up, again']], cut: false });
  });

  it('leaves out the line that the end of the read part tore', () => {
    expect(tableOf('a,b\n1,2\n3,', false)).toEqual({ head: ['a', 'b'], rows: [['1', '2']], cut: true });
  });

  it('says when there are more rows or columns than are shown', () => {
    expect(tableOf(rows(mostRows), true)).toMatchObject({ cut: false });
    expect(tableOf(rows(mostRows + 1), true).cut).toBe(true);
    expect(tableOf(rows(mostRows + 1), true).rows.length).toBe(mostRows);
    expect(tableOf(`${Array.from({ length: mostColumns + 1 }, () => 'x').join(',')}\n`, true).cut).toBe(true);
  });

  it('is empty for an empty file', () => {
    expect(tableOf('', true)).toEqual({ head: [], rows: [], cut: false });
  });
});
