import { Button, Group, Stack, Text } from '@mantine/core';
import { YamlDiff } from '@/shared/code/YamlDiff';
import { editor } from '@/text/editor';

const text = editor.conflict;

/** What somebody else saved beside what was about to be saved. */
export function Conflict({ theirs, yours, onTake, onKeep }: { theirs: string; yours: string; onTake: () => void; onKeep: () => void }) {
  return (
    <Stack>
      <Text size="sm">{text.words}</Text>
      <YamlDiff before={theirs} after={yours} names={[text.theirs, text.yours]} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onTake}>
          {text.take}
        </Button>
        <Button onClick={onKeep}>{text.keep}</Button>
      </Group>
    </Stack>
  );
}
