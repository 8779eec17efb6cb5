import Papa from 'papaparse';

export type Table = { head: string[]; rows: string[][]; /** Whether the file has rows or columns that are not shown. */ cut: boolean };

export const mostRows = 500;
export const mostColumns = 60;

/** The first rows of a CSV file, its first row as their heads. Of text that is not the whole file the last line is left out, for it may be half a line. */
export function tableOf(text: string, whole: boolean): Table {
  const known = whole ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  const { data } = Papa.parse<string[]>(known, { preview: mostRows + 2, skipEmptyLines: 'greedy' });
  const [head = [], ...rows] = data;
  const shown = rows.slice(0, mostRows);
  return {
    head: head.slice(0, mostColumns),
    rows: shown.map((row) => row.slice(0, mostColumns)),
    cut: !whole || rows.length > mostRows || head.length > mostColumns,
  };
}
