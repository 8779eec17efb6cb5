import { Code, SimpleGrid, Text } from '@mantine/core';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { Time } from '@/shared/time/Time';
import { acts as text } from '@/text/acts';
import css from './acts.module.css';
import { ReasonDialog } from './ReasonDialog';
import { scheduleName } from './scheduleName';

/** Asks before an override is taken away, with what it changed beside what the file says. */
export function RevertDialog({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const name = scheduleName(schedule);
  const revert = useAct((reason: string | undefined) => call(client.POST('/api/schedules/{id}/revert', { params: { path: { id: schedule.id } }, body: { by: actor(), reason } })), {
    ownProblems: true,
    done: () => text.revert.done(name),
    after: onClose,
  });
  const { override } = schedule;
  return (
    <ReasonDialog title={text.revert.title(name)} act={text.revert.act} size="lg" error={revert.error} pending={revert.isPending} onAct={revert.mutate} onClose={onClose}>
      <Text size="sm">{text.revert.words}</Text>
      {override ? (
        <>
          <Text size="sm" c="dimmed">
            {text.revert.by(override.by)} · <Time at={override.at} zone={schedule.timezone} /> {override.reason ? text.revert.reason(override.reason) : null}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Side label={text.revert.change} value={override.change} />
            <Side label={text.revert.declared} value={override.declared} />
          </SimpleGrid>
        </>
      ) : null}
    </ReasonDialog>
  );
}

function Side({ label, value }: { label: string; value: unknown }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {label}
      </Text>
      <Code block className={css.code} tabIndex={0} role="region" aria-label={label}>
        {JSON.stringify(value ?? null, null, 2)}
      </Code>
    </div>
  );
}
