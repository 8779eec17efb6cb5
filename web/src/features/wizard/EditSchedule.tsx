import { useMemo } from 'react';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { Page } from '@/shared/ui/Page';
import { wizard as text } from '@/text/wizard';
import { definitionOf } from './definition';
import { fromDocument } from './draft';
import { Wizard } from './Wizard';

export function EditSchedule({ id }: { id: string }) {
  const schedule = $api.useQuery('get', '/api/schedules/{id}', { params: { path: { id } } }, { placeholderData: undefined });
  if (schedule.data && !schedule.data.archived_at) return <Edit schedule={schedule.data} />;
  return (
    <Page title={text.editTitle(id)}>
      <Answer of={schedule}>{() => <Empty title={text.archived} words={null} />}</Answer>
    </Page>
  );
}

function Edit({ schedule }: { schedule: Schedule }) {
  const initial = useMemo(() => fromDocument(definitionOf(schedule), schedule.workflow_id), [schedule]);
  return <Wizard draftKey={`carillon-draft of ${schedule.id}`} initial={initial} schedule={schedule} />;
}
