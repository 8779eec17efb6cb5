import { $api } from '@/shared/api/client';
import { Answer } from '@/shared/ui/Answer';
import { Page } from '@/shared/ui/Page';
import { schedule as text } from '@/text/schedule';
import { useScheduleId } from './place';
import { ScheduleView } from './ScheduleView';

/** The life of one schedule: what it did, does and will do. */
export function SchedulePage() {
  const id = useScheduleId();
  const query = $api.useQuery('get', '/api/schedules/{id}', { params: { path: { id } } });
  if (query.data) return <ScheduleView key={id} schedule={query.data} />;
  return (
    <Page title={query.error ? text.missing : id}>
      <Answer of={query} rows={10}>
        {() => null}
      </Answer>
    </Page>
  );
}
