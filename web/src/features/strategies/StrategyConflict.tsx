import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { stringify } from 'yaml';
import { YamlDiff } from '@/shared/code/YamlDiff';
import { strategyForm } from '@/text/strategies';
import type { Form } from './form';

const text = strategyForm.conflict;

/** What somebody else saved beside what was about to be saved. */
export function StrategyConflict({ yours, theirs, onTheirs, onMine }: { yours: Form; theirs: Form; onTheirs: () => void; onMine: () => void }) {
  return (
    <Alert color="gray" title={text.title} mb="md" role="alert">
      <Stack gap="sm">
        <Text size="sm">{text.words}</Text>
        <YamlDiff before={stringify({ ...yours, reason: undefined })} after={stringify({ ...theirs, reason: undefined })} names={[text.yours, text.saved]} />
        <Group>
          <Button size="xs" variant="default" onClick={onTheirs}>
            {text.theirs}
          </Button>
          <Button size="xs" variant="default" onClick={onMine}>
            {text.mine}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
