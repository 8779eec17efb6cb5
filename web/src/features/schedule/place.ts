import { getRouteApi } from '@tanstack/react-router';
import type { ScheduleSearch } from './search';

const route = getRouteApi('/schedules/$id');

export function useScheduleId(): string {
  return route.useParams().id;
}

export function useScheduleSearch(): ScheduleSearch {
  return route.useSearch();
}

/** Changes some of the address. What a person chooses is a step of its own for the back button; moving about within a view is not. */
export function useChange(): (change: Partial<ScheduleSearch>, isMove?: boolean) => void {
  const navigate = route.useNavigate();
  return (change, isMove = false) => void navigate({ search: (before: ScheduleSearch) => ({ ...before, ...change }), replace: isMove, resetScroll: false });
}
