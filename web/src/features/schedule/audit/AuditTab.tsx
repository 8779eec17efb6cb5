import type { Schedule } from '@/shared/api/types';

export function AuditTab({ schedule }: { schedule: Schedule }) {
  return schedule.id;
}
