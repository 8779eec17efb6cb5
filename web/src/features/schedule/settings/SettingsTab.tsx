import type { Schedule } from '@/shared/api/types';

export function SettingsTab({ schedule }: { schedule: Schedule }) {
  return schedule.id;
}
