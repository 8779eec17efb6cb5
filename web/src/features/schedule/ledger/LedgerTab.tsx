import type { Schedule } from '@/shared/api/types';

export function LedgerTab({ schedule }: { schedule: Schedule }) {
  return schedule.id;
}
