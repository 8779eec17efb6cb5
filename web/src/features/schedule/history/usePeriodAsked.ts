import { useMemo } from 'react';
import { useNow } from '@/shared/time/clock';
import { useZone } from '@/shared/time/zone';
import { bandPeriodOf, type Period } from '../period';
import { useScheduleSearch } from '../place';

/** The period the address asks for, or undefined where it asks for none: then there are runs of all times. */
export function usePeriodAsked(scheduleZone: string | null): Period | undefined {
  const { from, to, range } = useScheduleSearch();
  const zone = useZone(scheduleZone);
  const now = useNow(60_000);
  return useMemo(() => (from || range ? bandPeriodOf({ from, to, range }, scheduleZone ?? zone, now) : undefined), [from, to, range, scheduleZone, zone, now]);
}
