import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { SchedulesSearch } from './search';

/** What the address says, and how to say something else. Typing replaces the entry in the history instead of adding one. */
export function useSchedulesSearch() {
  const search = useSearch({ from: '/schedules' });
  const navigate = useNavigate({ from: '/schedules' });
  const set = useCallback(
    (change: (before: SchedulesSearch) => SchedulesSearch, options: { replace?: boolean } = {}) => void navigate({ search: change, replace: options.replace, resetScroll: false }),
    [navigate],
  );
  return { search, set };
}
