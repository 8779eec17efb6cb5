import { Group, Stack, Text } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { formatCount } from '@/shared/ui/money';
import { overview as text } from '@/text/overview';
import css from './Section.module.css';

/** How many runs ended how, within an hour or a day. */
export function Tallies({ title, tally }: { title: string; tally: Api<'RunTally'> }) {
  const parts = [
    [tally.completed, text.completed],
    [tally.failed, text.failed],
    [tally.canceled, text.canceled],
    [tally.open, text.open],
  ] as const;
  return (
    <Stack gap={2}>
      <Text c="dimmed">{title}</Text>
      <Group gap="lg">
        {parts.map(([count, words]) => (
          <div key={words}>
            <span className={css.number}>{formatCount(count)}</span> <Text span>{words}</Text>
          </div>
        ))}
      </Group>
    </Stack>
  );
}
