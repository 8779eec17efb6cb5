import { Alert, Text } from '@mantine/core';
import { actor } from '@/shared/api/actor';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { AnchorLink } from '@/shared/ui/links';
import { wizard as text } from '@/text/wizard';

/** Says before one begins what an edit here is, and whether it is taken at all. */
export function EditingState({ schedule }: { schedule: Schedule | null }) {
  const { data: about } = $api.useQuery('get', '/api/about');
  const others = about?.editing && about.editors && !about.editors.includes(actor() ?? '') ? about.editors : null;
  return (
    <>
      {about && !about.editing ? (
        <Alert color="yellow" title={text.off.title} role="alert">
          {text.off.words}
        </Alert>
      ) : null}
      {others ? (
        <Alert color="yellow" title={text.off.title}>
          {text.off.some(others.join(', '))}
        </Alert>
      ) : null}
      {schedule?.kind === 'declared' ? (
        <Alert variant="light" color="bronze" title={text.declared.title} p="sm">
          <Text size="sm">
            {text.declared.words}{' '}
            <AnchorLink size="sm" to="/schedules/$id" params={{ id: schedule.id }}>
              {text.declared.link}
            </AnchorLink>
          </Text>
        </Alert>
      ) : null}
    </>
  );
}
