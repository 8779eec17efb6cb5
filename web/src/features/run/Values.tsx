import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Run, TaskRun } from '@/shared/api/types';
import { JsonTree } from '@/shared/ui/JsonTree';
import { AnchorLink } from '@/shared/ui/links';
import { run } from '@/text/run';

const text = run.details;

/** What went into a task and what came out of it. */
export function TaskValues({ task, attempt, ended }: { task: TaskRun; attempt: number | undefined; ended: boolean }) {
  const tried = task.attempts.find((each) => each.number === attempt) ?? task.attempts.at(-1);
  const child = childOf(task.output);
  return (
    <Stack gap="lg">
      {task.item_value === null ? null : (
        <Part title={text.itemValue}>
          <JsonTree value={task.item_value} label={text.itemValue} />
        </Part>
      )}
      <Part title={text.input}>{tried?.input ? <JsonTree value={tried.input} label={text.input} /> : <Text c="dimmed">{text.noInput}</Text>}</Part>
      <Part title={text.output}>
        {child ? (
          <AnchorLink to="/runs/$id" params={{ id: child }} size="sm">
            {text.child}
          </AnchorLink>
        ) : null}
        {task.output === null ? <Text c="dimmed">{ended || task.completed_at ? text.noOutputEver : text.noOutput}</Text> : <JsonTree value={task.output} label={text.output} />}
      </Part>
    </Stack>
  );
}

export function RunValues({ run: record }: { run: Run }) {
  return <Part title={text.input}>{record.input ? <JsonTree value={record.input} label={text.input} /> : <Text c="dimmed">{text.noInput}</Text>}</Part>;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h4" mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}

// A task that starts another workflow says which run that became.
function childOf(output: unknown): string | undefined {
  const id = typeof output === 'object' && output !== null && 'run_id' in output ? output.run_id : undefined;
  return typeof id === 'string' ? id : undefined;
}
