import { useCallback, useMemo, useState } from 'react';
import type { Schedule } from '@/shared/api/types';

export type Selection = {
  count: number;
  has: (id: string) => boolean;
  all: () => Schedule[];
  toggle: (schedule: Schedule) => void;
  add: (schedules: readonly Schedule[]) => void;
  clear: () => void;
};

/** Which schedules are selected. Another filter shows others: what was selected is let go, so that nothing unseen is acted on. */
export function useSelection(filter: string): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Schedule>>(new Map());
  const clear = useCallback(() => setChosen((before) => (before.size === 0 ? before : new Map())), []);
  const [of, setOf] = useState(filter);
  if (of !== filter) {
    setOf(filter);
    clear();
  }
  const toggle = useCallback((schedule: Schedule) => {
    setChosen((before) => {
      const next = new Map(before);
      if (!next.delete(schedule.id)) next.set(schedule.id, schedule);
      return next;
    });
  }, []);
  const add = useCallback((schedules: readonly Schedule[]) => setChosen((before) => new Map([...before, ...schedules.map((schedule) => [schedule.id, schedule] as const)])), []);
  return useMemo(() => ({ count: chosen.size, has: (id) => chosen.has(id), all: () => [...chosen.values()], toggle, add, clear }), [chosen, toggle, add, clear]);
}
