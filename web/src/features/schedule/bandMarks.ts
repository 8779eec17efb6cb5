import type { Api, Run } from '@/shared/api/types';
import type { BandMark } from '@/shared/band/types';
import { stateOfOccurrence, stateOfRun } from '@/shared/ui/states';
import { schedule as text } from '@/text/schedule';

const words = text.band.outcome;

/** Occurrences one by one; a mark's id is its run's. */
export function marksOfItems(items: readonly Api<'OccurrenceItem'>[]): BandMark[] {
  return items.map((item) => ({
    at: Date.parse(item.at),
    state: stateOfOccurrence(item.outcome, item.run_status),
    title: item.count > 1 ? text.band.many(item.count, words[item.outcome]) : words[item.outcome],
    ...(item.run_id ? { id: item.run_id } : {}),
    ...(item.count > 1 ? { count: item.count } : {}),
  }));
}

/** Occurrences that the server has counted in steps. */
export function marksOfCells(cells: readonly Api<'OccurrenceCellView'>[]): BandMark[] {
  return cells.map((cell) => ({ at: Date.parse(cell.at), state: stateOfCell(cell.state), count: cell.count, title: text.band.many(cell.count, words[cell.state]) }));
}

/** Runs at the times they stand for. */
export function marksOfRuns(runs: readonly Run[]): BandMark[] {
  return runs.flatMap((run) => (run.nominal_at ? [{ at: Date.parse(run.nominal_at), state: stateOfRun(run), id: run.id, title: text.history.triggers[run.trigger] }] : [])).toSorted((a, b) => a.at - b.at);
}

function stateOfCell(state: Api<'OccurrenceState'>): BandMark['state'] {
  if (state === 'ran') return 'completed';
  return state === 'coalesced' ? 'skipped' : state;
}
