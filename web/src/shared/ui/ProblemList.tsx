import { Alert, Button, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { problemsOf } from '@/shared/api/problem';
import type { Problem } from '@/shared/api/types';
import { shell } from '@/text/shell';
import { AnchorLink } from './links';

type Props = {
  /** What the server answered, or the problems themselves. */
  error?: unknown;
  problems?: readonly Problem[];
  title?: string;
  retry?: () => void;
};

/** What is wrong, why, and the next step; nothing when nothing is. */
export function ProblemList({ error, problems, title, retry }: Props) {
  const all = problems ?? (error === null || error === undefined ? [] : problemsOf(error));
  if (all.length === 0) return null;
  const grave = all.some((problem) => problem.severity === 'error');
  return (
    <Alert color={grave ? 'red' : 'yellow'} variant="light" icon={<TriangleAlert size={18} />} title={title} role={grave ? 'alert' : 'status'}>
      <Stack gap="xs" align="flex-start">
        {all.map((problem) => (
          <ProblemLine key={`${problem.code} ${problem.field} ${problem.line} ${problem.message}`} problem={problem} />
        ))}
        {retry ? (
          <Button size="xs" variant="default" onClick={retry}>
            {shell.tryAgain}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}

export function ProblemLine({ problem }: { problem: Problem }) {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== null && part !== undefined).join(':');
  return (
    <Text size="sm" component="div">
      {place ? <code>{place} </code> : null}
      {problem.message} {problem.suggestion}{' '}
      {problem.code ? (
        <AnchorLink size="sm" c="inherit" underline="always" to="/problems/$code" params={{ code: problem.code }}>
          {problem.code}
        </AnchorLink>
      ) : null}
    </Text>
  );
}
