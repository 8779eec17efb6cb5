import type { BandLane } from '@/shared/band/types';
import { stateWords } from '@/shared/ui/states';
import type { Api } from '@/shared/api/types';
import { schedulesText } from '@/text/schedules';
import { cellOf } from './tally';

type Item = Api<'OccurrenceItem'>;

const most = 12;

/** A lane for each schedule of a day, in the order they first come; of many, those with the most occurrences. */
export function lanesOf(items: readonly Item[]): { lanes: BandLane[]; all: number; item: (id: string) => Item | undefined } {
  const by = new Map<string, Item[]>();
  for (const item of items) push(by, item);
  const busiest = new Set([...by].toSorted((a, b) => b[1].length - a[1].length).slice(0, most).map(([id]) => id));
  const byId = new Map(items.map((item) => [idOf(item), item]));
  const lanes = [...by]
    .filter(([id]) => busiest.has(id))
    .map(([id, own]) => ({
      label: labelOf(id, own[0]),
      marks: own.map((item) => {
        const { at, state, count } = cellOf(item);
        return { at, state, count, id: idOf(item), title: `${labelOf(id, item)}: ${stateWords[state].toLowerCase()}${count > 1 ? schedulesText.times(count) : ''}` };
      }),
    }));
  return { lanes, all: by.size, item: (id) => byId.get(id) };
}

// The workflow's id says it in short; a second schedule of it needs the whole.
function labelOf(id: string, item: Item | undefined): string {
  return item && id.endsWith(`-${item.workflow_id}`) ? item.workflow_id : id;
}

function idOf(item: Item): string {
  return `${item.schedule_id} ${item.at}`;
}

function push(by: Map<string, Item[]>, item: Item): void {
  const own = by.get(item.schedule_id);
  if (own) own.push(item);
  else by.set(item.schedule_id, [item]);
}
