import { Badge, Group, Text } from '@mantine/core';
import type { Schedule } from '@/shared/api/types';
import { schedule as text } from '@/text/schedule';

export function Chips({ schedule }: { schedule: Schedule }) {
  return (
    <Group gap="xs">
      <Text size="sm" component="span">
        {[schedule.words, schedule.timezone].filter(Boolean).join(' · ')}
      </Text>
      <Badge variant="default">{schedule.kind === 'declared' ? text.chips.declared : schedule.kind === 'strategy' ? text.chips.strategy : text.chips.managed}</Badge>
      {schedule.is_override ? <Badge variant="light">{text.chips.override}</Badge> : null}
      {schedule.owner ? <Badge variant="default">{text.chips.owner(schedule.owner)}</Badge> : null}
      {schedule.tags.map((tag) => (
        <Badge key={tag} variant="default">
          {tag}
        </Badge>
      ))}
    </Group>
  );
}
