import { states as text } from '@/text/states';
import type { Api } from '../api/types';

/** Everything a mark can say. The one table of shapes and words; the colours are the custom properties of states.css under the same names. */
export type State = 'completed' | 'failed' | 'running' | 'pending' | 'skipped' | 'missed' | 'canceled' | 'retry' | 'future';

export const stateWords: Record<State, string> = text;

export function stateOfRun(run: { status: Api<'RunStatus'>; trigger?: Api<'RunTrigger'> }): State {
  return run.status === 'canceling' ? 'canceled' : run.status;
}

export function stateOfTask(status: Api<'TaskStatus'>): State {
  switch (status) {
    case 'succeeded':
      return 'completed';
    case 'failed':
      return 'failed';
    case 'running':
    case 'poke_wait':
      return 'running';
    case 'retry_wait':
      return 'retry';
    case 'skipped':
    case 'upstream_failed':
      return 'skipped';
    case 'canceled':
      return 'canceled';
    default:
      return 'pending';
  }
}

/** The state of an occurrence: that of its run where it has one. */
export function stateOfOccurrence(outcome: Api<'OccurrenceVerdict'>, run: Api<'RunStatus'> | null | undefined): State {
  if (run) return stateOfRun({ status: run });
  switch (outcome) {
    case 'ran':
      return 'completed';
    case 'missed':
      return 'missed';
    case 'future':
      return 'future';
    case 'pending':
      return 'pending';
    default:
      return 'skipped';
  }
}
