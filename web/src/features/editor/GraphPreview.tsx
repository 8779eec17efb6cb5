import { Paper, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { TaskGraph } from '@/shared/graph/TaskGraph';
import { editor } from '@/text/editor';
import { graphOf } from './graphOf';

const text = editor.graph;

/** The graph of the text as it is being written. */
export function GraphPreview({ yaml }: { yaml: string }) {
  const [settled] = useDebouncedValue(yaml, 300);
  const graph = useMemo(() => graphOf(settled), [settled]);
  return (
    <Paper withBorder p="sm" component="section" aria-label={text.title}>
      <Title order={2} size="h4" mb={4}>
        {text.title}
      </Title>
      {graph ? (
        <TaskGraph graph={graph} label={text.label} />
      ) : (
        <Text size="sm" c="dimmed">
          {text.none}
        </Text>
      )}
    </Paper>
  );
}
