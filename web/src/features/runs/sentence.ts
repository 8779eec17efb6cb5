import { runs as text } from '@/text/runs';
import type { RunsSearch } from './search';

/** What the filters ask for, as one reads it: "failed or canceled runs of amc made in the last hour". */
export function sentenceOf(search: RunsSearch): string {
  const states = search.status?.split(',').map((status) => text.status[status as keyof typeof text.status].toLowerCase());
  const made = madeOf(search);
  return [
    states && text.filter.status.chosen(states),
    text.sentence.runs,
    search.workflow && text.sentence.of(search.workflow),
    search.schedule && text.sentence.on(search.schedule),
    search.trigger && text.filter.trigger.chosen[search.trigger],
    made && text.sentence.made(made),
    search.text && text.sentence.with(search.text),
  ]
    .filter(Boolean)
    .join(' ');
}

/** The words for when: a period, days, or undefined. */
export function madeOf(search: RunsSearch): string | undefined {
  if (search.within) return text.filter.within.chosen[search.within];
  return search.from || search.to ? text.filter.between(search.from, search.to) : undefined;
}

export function isFiltered(search: RunsSearch): boolean {
  return Object.values(search).some((value) => value !== undefined);
}
