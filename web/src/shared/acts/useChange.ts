import { useState } from 'react';
import type { Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { change, type Change, type Given, type Outcome } from './change';

/** A change of these schedules: tells when it is done and closes, but for refusals, which stay to be read. */
export function useChange(what: Change, schedules: readonly Schedule[], done: string, onClose: () => void) {
  const [outcome, setOutcome] = useState<Outcome>();
  const act = useAct((given: Given) => change(what, schedules.map((schedule) => schedule.id), given), {
    ownProblems: true,
    done: (answer) => (answer.refused.length > 0 ? '' : done),
    after: (answer) => (answer.refused.length > 0 ? setOutcome(answer) : onClose()),
  });
  return { run: act.mutate, pending: act.isPending, error: act.error, outcome };
}
