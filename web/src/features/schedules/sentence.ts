import { schedulesText } from '@/text/schedules';
import { statusesOf, type SchedulesSearch } from './search';

const text = schedulesText.filter;

/** The words of the sentence of filters, one for each control. */
export function wordsFor(search: SchedulesSearch) {
  const states = statusesOf(search).map((status) => text.status.words[status]);
  const [first = ''] = states;
  const joined = states.length > 1 ? `${states.slice(0, -1).join(', ')}${text.or}${states.at(-1) ?? ''}` : first;
  return {
    status: joined ? joined.charAt(0).toUpperCase() + joined.slice(1) : text.status.any,
    workflow: search.workflow ? text.workflow.is(search.workflow) : text.workflow.any,
    tag: search.tag ? text.tag.is(search.tag) : text.tag.any,
    owner: search.owner ? text.owner.is(search.owner) : text.owner.any,
    kind: search.kind ? text.kind[search.kind] : text.kind.any,
    overridden: search.overridden === undefined ? text.overridden.any : search.overridden ? text.overridden.yes : text.overridden.no,
    within: search.within ? text.within.hours(search.within) : text.within.any,
  };
}
