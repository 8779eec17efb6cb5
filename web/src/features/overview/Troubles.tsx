import { Card, Group, Stack, Text } from '@mantine/core';
import { ButtonLink } from '@/shared/ui/links';
import { StateMark } from '@/shared/ui/StateMark';
import { overview as text } from '@/text/overview';
import type { Trouble } from './troubles';

export function Troubles({ troubles }: { troubles: Trouble[] }) {
  if (troubles.length === 0) return null;
  return (
    <Card withBorder component="section" aria-label={text.problems} padding="sm">
      <Stack gap={6}>
        {troubles.map((trouble) => (
          <Group key={trouble.key} justify="space-between" wrap="nowrap" gap="sm">
            <Group gap="sm" wrap="nowrap">
              <StateMark state={trouble.grave ? 'failed' : 'missed'} bare words="" />
              <Text size="md">{trouble.words}</Text>
            </Group>
            {trouble.to === '/schedules/$id' ? (
              <ButtonLink size="compact-sm" variant="default" to={trouble.to} params={{ id: trouble.id ?? '' }}>
                {trouble.act}
              </ButtonLink>
            ) : (
              <ButtonLink size="compact-sm" variant="default" to={trouble.to}>
                {trouble.act}
              </ButtonLink>
            )}
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
