import type { Schedule } from '@/shared/api/types';

export function CoverageTab({ schedule }: { schedule: Schedule }) {
  return schedule.id;
}
