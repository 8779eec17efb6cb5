import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState, type KeyboardEvent } from 'react';
import type { Schedule } from '@/shared/api/types';

const pageStep = 10;

/** The keyboard of a long list: arrows, Page up and down, Home and End move; Enter opens; X or Space selects. */
export function useListKeys(total: number, at: (index: number) => Schedule | undefined, show: (index: number) => void, select: (schedule: Schedule) => void) {
  const go = useNavigate();
  const [current, setCurrent] = useState(0);
  const [grabbing, setGrabbing] = useState(false);
  const onCurrent = useCallback((index: number) => setCurrent(index), []);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Only on a row itself: boxes, links and menus in it have keys of their own.
    if (!(event.target as HTMLElement).dataset.row || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moved(event.key, current, total);
    const schedule = at(current);
    if (next !== undefined) {
      setCurrent(next);
      setGrabbing(true);
      show(next);
    } else if (event.key === 'Enter' && schedule) void go({ to: '/schedules/$id', params: { id: schedule.id } });
    else if ((event.key === 'x' || event.key === 'X' || event.key === ' ') && schedule) select(schedule);
    else return;
    event.preventDefault();
  };
  const onBlur = () => setGrabbing(false);
  return { current: Math.min(current, Math.max(0, total - 1)), grabbing, onCurrent, onKeyDown, onBlur };
}

/** Where a key leads in a list, or undefined when it is no key that moves. */
export function moved(key: string, current: number, total: number): number | undefined {
  const by: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: pageStep, PageUp: -pageStep, Home: -total, End: total };
  const step = by[key];
  return step === undefined || total === 0 ? undefined : Math.min(total - 1, Math.max(0, current + step));
}
