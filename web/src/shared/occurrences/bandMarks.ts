import type { Api } from '../api/types';
import { stateWords, type State } from '../ui/states';

type Mark = { at: number; state: State; title: string; count: number };

const states: Record<Api<'OccurrenceState'>, State> = {
  completed: 'completed',
  failed: 'failed',
  canceled: 'canceled',
  running: 'running',
  pending: 'pending',
  ran: 'completed',
  skipped: 'skipped',
  missed: 'missed',
  coalesced: 'skipped',
  future: 'future',
};

/** The marks of a band from occurrences counted in steps: in the middle of each step, or exact where steps are of a second. */
export function bandMarks(band: Pick<Api<'OccurrenceBandView'>, 'step_seconds' | 'cells'>): Mark[] {
  const middle = band.step_seconds > 1 ? band.step_seconds * 500 : 0;
  return band.cells.map((cell) => {
    const state = states[cell.state];
    return { at: Date.parse(cell.at) + middle, state, count: cell.count, title: `${cell.count} ${stateWords[state].toLowerCase()}` };
  });
}
