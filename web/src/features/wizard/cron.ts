export const cronFields = ['minute', 'hour', 'day', 'month', 'weekday'] as const;
export type CronField = (typeof cronFields)[number];

/** What one field says, as far as it has a simple form; `text` is everything else. */
export type CronPart = { mode: 'every' } | { mode: 'step'; step: number } | { mode: 'values'; values: number[] } | { mode: 'text'; text: string };

const bounds: Record<CronField, [number, number]> = { minute: [0, 59], hour: [0, 23], day: [1, 31], month: [1, 12], weekday: [0, 6] };
const names: Partial<Record<CronField, string[]>> = {
  month: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  weekday: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

/** Every value of the field. */
export function valuesOf(field: CronField): number[] {
  const [first, last] = bounds[field];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** The five fields of a cron, or null where it has not five: seconds first, or `@daily`. */
export function splitCron(cron: string): string[] | null {
  const fields = cron.trim().split(/\s+/);
  return fields.length === 5 ? fields : null;
}

export function joinCron(fields: readonly string[]): string {
  return fields.join(' ');
}

/** Reads one field. */
export function readPart(field: CronField, text: string): CronPart {
  if (text === '*') return { mode: 'every' };
  const step = /^\*\/(\d+)$/.exec(text);
  if (step && Number(step[1]) > 0) return { mode: 'step', step: Number(step[1]) };
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [from, to, ...more] = item.split('-').map((word) => valueOf(field, word));
    const until = to === undefined ? from : to;
    if (from === undefined || from === null || until === null || until === undefined || more.length > 0 || (to === undefined && item.includes('-')) || until < from) return { mode: 'text', text };
    for (let value = from; value <= until; value++) values.add(field === 'weekday' ? value % 7 : value);
  }
  return { mode: 'values', values: [...values].toSorted((a, b) => a - b) };
}

/** Writes one field: three or more values in a row as a range. */
export function writePart(part: CronPart): string {
  switch (part.mode) {
    case 'every':
      return '*';
    case 'step':
      return `*/${part.step}`;
    case 'text':
      return part.text;
    case 'values':
      return part.values.length === 0 ? '*' : ranges(part.values.toSorted((a, b) => a - b));
  }
}

/** What a mode begins with when it is chosen. */
export function startPart(mode: CronPart['mode'], field: CronField, old: string): CronPart {
  switch (mode) {
    case 'every':
      return { mode };
    case 'step':
      return { mode, step: field === 'minute' ? 15 : 2 };
    case 'values':
      return { mode, values: [valuesOf(field)[field === 'hour' ? 9 : field === 'weekday' ? 1 : 0]!] };
    case 'text':
      return { mode, text: old };
  }
}

function valueOf(field: CronField, word: string): number | null {
  const named = names[field]?.indexOf(word.toLowerCase()) ?? -1;
  if (named >= 0) return named + bounds[field][0];
  if (!/^\d{1,2}$/.test(word)) return null;
  const value = Number(word);
  const [first, last] = bounds[field];
  return value >= first && value <= (field === 'weekday' ? 7 : last) ? value : null;
}

function ranges(values: number[]): string {
  const found: string[] = [];
  for (let i = 0; i < values.length; ) {
    let end = i;
    while (values[end + 1] === values[end]! + 1) end++;
    if (end - i >= 2) found.push(`${values[i]}-${values[end]}`);
    else for (let j = i; j <= end; j++) found.push(String(values[j]));
    i = end + 1;
  }
  return found.join(',');
}
