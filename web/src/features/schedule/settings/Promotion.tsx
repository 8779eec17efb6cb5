import { Button, CopyButton, Group, Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Schedule } from '@/shared/api/types';
import { YamlView } from '@/shared/code/YamlView';
import { Answer } from '@/shared/ui/Answer';
import { schedule as text } from '@/text/schedule';
import css from '../Schedule.module.css';

const words = text.settings;

/** The text that makes an override permanent, for the file it belongs to. */
export function Promotion({ schedule }: { schedule: Schedule }) {
  const query = $api.useQuery('get', '/api/schedules/{id}/promote', { params: { path: { id: schedule.id } } }, { retry: false });
  return (
    <Answer of={query} rows={3}>
      {({ path, yaml }) => (
        <div className={css.section}>
          <Group justify="space-between" gap="xs">
            <Text size="sm">{words.promoteWords(path)}</Text>
            <CopyButton value={yaml}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {copied ? words.copied : words.copy}
                </Button>
              )}
            </CopyButton>
          </Group>
          <YamlView text={yaml} label={words.promoteLabel} />
        </div>
      )}
    </Answer>
  );
}
