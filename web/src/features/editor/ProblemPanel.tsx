import { Button, Group, Paper, Text, Title } from '@mantine/core';
import type { Problem } from '@/shared/api/types';
import { ProblemLine, ProblemList } from '@/shared/ui/ProblemList';
import { editor } from '@/text/editor';

const text = editor.problems;

type Props = { problems: readonly Problem[]; error: unknown; onGo: (place: { line: number; column?: number | null }) => void };

/** What is wrong with the text; each problem leads to its line. */
export function ProblemPanel({ problems, error, onGo }: Props) {
  return (
    <Paper withBorder p="sm" component="section" aria-label={text.title}>
      <Title order={2} size="h4" mb={4}>
        {text.title}
      </Title>
      {error ? <ProblemList error={error} /> : null}
      {problems.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text.none}
        </Text>
      ) : null}
      {problems.map((problem) => (
        <Group key={`${problem.code} ${problem.line} ${problem.column} ${problem.message}`} gap="xs" wrap="nowrap" align="baseline" mb={6}>
          {problem.line ? (
            <Button size="compact-xs" variant="default" miw={64} onClick={() => onGo({ line: problem.line ?? 1, column: problem.column })}>
              {text.go(problem.line)}
            </Button>
          ) : null}
          <ProblemLine problem={{ ...problem, file: null, line: null, column: null }} />
        </Group>
      ))}
    </Paper>
  );
}
