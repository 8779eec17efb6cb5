import { Code, CloseButton, Group, Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Api } from '@/shared/api/types';
import { formatDuration } from '@/shared/time/format';
import { JsonTree } from '@/shared/ui/JsonTree';
import { workflow } from '@/text/workflows';
import css from './TaskPanel.module.css';

const text = workflow.graph;

/** What a task does and when; a hint while none is chosen. */
export function TaskPanel({ task, asked, onClose }: { task: Api<'TaskView'> | undefined; asked: string | undefined; onClose: () => void }) {
  if (!task) {
    return (
      <Text size="sm" c="dimmed">
        {asked ? text.notThere : text.pick}
      </Text>
    );
  }
  return (
    <Paper withBorder p="sm" component="section" aria-label={text.task(task.id)}>
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="h4" className={css.name}>
          {task.id}
        </Title>
        <CloseButton size="sm" aria-label={text.close} onClick={onClose} />
      </Group>
      <dl className={css.facts}>
        <Fact name={text.type}>
          <Code>{task.uses}</Code>
        </Fact>
        {task.role === 'task' ? null : <Fact name={text.role}>{text.roles[task.role]}</Fact>}
        <Fact name={text.needs}>{task.needs.length > 0 ? task.needs.join(', ') : text.nothing}</Fact>
        {task.if ? (
          <Fact name={text.condition}>
            <Code>{task.if}</Code>
          </Fact>
        ) : null}
        {task.for_each ? (
          <Fact name={text.forEach}>
            <Code>{task.for_each}</Code>
          </Fact>
        ) : null}
        <Fact name={text.attempts}>{text.attemptsWords(task.max_attempts)}</Fact>
        {task.timeout_ms ? <Fact name={text.timeout}>{formatDuration(task.timeout_ms)}</Fact> : null}
        {task.pool ? <Fact name={text.pool}>{task.pool}</Fact> : null}
      </dl>
      <Text size="sm" c="dimmed" mb={4}>
        {text.with}
      </Text>
      <JsonTree value={task.with} label={text.with} />
    </Paper>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
