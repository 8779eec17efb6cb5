import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useScheduleActs } from '@/shared/acts/useScheduleActs';
import { May } from '@/shared/api/may';
import type { Api, Schedule } from '@/shared/api/types';
import { YamlDiff } from '@/shared/code/YamlDiff';
import { Time } from '@/shared/time/Time';
import { schedule as text } from '@/text/schedule';
import css from '../Schedule.module.css';
import { Promotion } from './Promotion';
import { yamlOf } from './yamlOf';

const words = text.settings;

/** What the file says beside what holds, who set it so, and the two ways out of it. */
export function Override({ schedule, override }: { schedule: Schedule; override: Api<'OverrideView'> }) {
  const acts = useScheduleActs();
  const [isPromoting, setPromoting] = useState(false);
  return (
    <section className={css.section} aria-label={words.override}>
      <Group justify="space-between" gap="xs">
        <div>
          <Title order={2} size="h4">
            {words.override}
          </Title>
          <Text size="sm" c="dimmed">
            {words.overrideBy(override.by)} <Time at={override.at} zone={schedule.timezone} />
            {override.reason ? text.why(override.reason) : ''}.{' '}
            {override.until ? (
              <>
                {words.holds} {words.until} <Time at={override.until} zone={schedule.timezone} />.
              </>
            ) : (
              `${words.holds} ${words.untilReload}.`
            )}
          </Text>
        </div>
        <Group gap="xs">
          <Button size="xs" variant="default" aria-expanded={isPromoting} onClick={() => setPromoting(!isPromoting)}>
            {words.promote}
          </Button>
          <May do="workflow.schedule:write">
            <Button size="xs" variant="default" onClick={() => acts.revert(schedule)}>
              {words.revert}
            </Button>
          </May>
        </Group>
      </Group>
      <Stack gap="md">
        {isPromoting ? <Promotion schedule={schedule} /> : null}
        <YamlDiff before={yamlOf(override.declared)} after={yamlOf(schedule.definition)} names={[words.declared, words.now]} />
      </Stack>
      {acts.dialog}
    </section>
  );
}
