import { Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Api, Schedule } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { formatMoney } from '@/shared/ui/money';
import { schedule as text } from '@/text/schedule';

const words = text.backfill;
const shown = 6;

export function BackfillPreview({ preview, schedule }: { preview: Api<'BackfillPreviewView'>; schedule: Schedule }) {
  const cost = $api.useQuery('get', '/api/schedules/{id}/cost', { params: { path: { id: schedule.id } } }, { retry: false });
  const perRun = cost.data?.cost_per_run ?? 0;
  return (
    <div role="status">
      <Text fw={600}>{words.count(preview.count)}</Text>
      {preview.nominal_times.slice(0, shown).map((at) => (
        <Text key={at} size="sm">
          <Time at={at} zone={schedule.timezone} />
        </Text>
      ))}
      {preview.count > shown ? <Text size="sm">{words.more(preview.count - shown)}</Text> : null}
      {preview.count > 0 && perRun > 0 ? <Text size="sm">{words.cost(formatMoney(perRun * preview.count))}</Text> : null}
    </div>
  );
}
