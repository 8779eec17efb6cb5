import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { ownZone } from './format';

/** In whose zone times are shown: that of the schedule, the browser's, or UTC. */
export type ZoneChoice = 'schedule' | 'mine' | 'utc';

const key = 'carillon-zone';
const Choice = createContext<{ choice: ZoneChoice; choose: (choice: ZoneChoice) => void }>({ choice: 'schedule', choose: () => {} });

export function ZoneProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<ZoneChoice>(() => read());
  const value = useMemo(
    () => ({
      choice,
      choose: (chosen: ZoneChoice) => {
        localStorage.setItem(key, chosen);
        setChoice(chosen);
      },
    }),
    [choice],
  );
  return <Choice.Provider value={value}>{children}</Choice.Provider>;
}

export function useZoneChoice() {
  return useContext(Choice);
}

/** The zone to show a time in. Without a schedule's zone, "schedule's" means the browser's. */
export function useZone(scheduleZone?: string | null): string {
  const { choice } = useContext(Choice);
  if (choice === 'utc') return 'UTC';
  return choice === 'schedule' && scheduleZone ? scheduleZone : ownZone();
}

function read(): ZoneChoice {
  const kept = localStorage.getItem(key);
  return kept === 'mine' || kept === 'utc' ? kept : 'schedule';
}
