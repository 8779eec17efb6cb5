import { CloseButton, Group, Tabs, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Api, Run, TaskRun } from '@/shared/api/types';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfTask } from '@/shared/ui/states';
import { run as text } from '@/text/run';
import { Artifacts } from './artifacts/Artifacts';
import { Attempts } from './Attempts';
import css from './Run.module.css';
import { LogView } from './log/LogView';
import { logAddress } from './log/useLog';
import { tabs, type RunSearch } from './search';
import { findTask, keyOf } from './taskKey';
import { RunValues, TaskValues } from './Values';

type Props = {
  run: Run;
  tasks: readonly TaskRun[];
  artifacts: readonly Api<'ArtifactRecord'>[];
  ended: boolean;
  zone: string;
  search: RunSearch;
  onChange: (change: RunSearch) => void;
};

/** What there is to read of the selected task, or of the whole run. */
export function Details({ run, tasks, artifacts, ended, zone, search, onChange }: Props) {
  const pick = search.task === undefined ? undefined : { task: search.task, item: search.item };
  const task = findTask(tasks, search);
  if (pick && !task)
    return (
      <Frame title={keyOf(pick)} onClose={() => onChange({})}>
        <Text c="dimmed">{text.details.unknown(keyOf(pick))}</Text>
      </Frame>
    );
  const own = pick ? artifacts.filter((artifact) => artifact.task_id === pick.task && (pick.item === undefined || artifact.item === pick.item)) : artifacts;
  const shown: readonly (typeof tabs)[number][] = task && task.item_count === null ? tabs : tabs.filter((tab) => tab !== 'attempts');
  const tab = search.tab && shown.includes(search.tab) ? search.tab : 'log';
  const name = [run.workflow_id, run.id, pick && keyOf(pick), search.attempt].filter(Boolean).join('-');
  const words = { ...text.details.tabs, attempts: text.details.count(text.details.tabs.attempts, task?.attempts.length ?? 0), artifacts: text.details.count(text.details.tabs.artifacts, own.length) };
  return (
    <Frame title={pick ? keyOf(pick) : text.details.whole} mark={task ? <StateMark state={stateOfTask(task.status)} /> : null} onClose={pick ? () => onChange({}) : undefined}>
      {task?.waiting ? <Text size="sm">{task.waiting}</Text> : null}
      {task?.error ? (
        <Text size="sm" className={css.error}>
          {task.error.message}
        </Text>
      ) : null}
      <Tabs value={tab} onChange={(to) => onChange({ ...search, tab: tabs.find((each) => each === to), artifact: undefined })} keepMounted={false} mt="xs">
        <Tabs.List mb="sm">
          {shown.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {words[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="log">
          {task && task.attempts.length > 1 ? <AttemptSwitch task={task} chosen={search.attempt} onChoose={(attempt) => onChange({ ...search, attempt })} /> : null}
          <LogView address={logAddress(run.id, { ...pick, attempt: search.attempt })} live={!ended && !task?.completed_at} zone={zone} fileName={`${name}.log`} />
        </Tabs.Panel>
        {task ? (
          <Tabs.Panel value="attempts">
            <Attempts task={task} chosen={search.attempt} onChoose={(attempt) => onChange({ ...search, attempt, tab: 'log' })} />
          </Tabs.Panel>
        ) : null}
        <Tabs.Panel value="values">{task ? <TaskValues task={task} attempt={search.attempt} ended={ended} /> : <RunValues run={run} />}</Tabs.Panel>
        <Tabs.Panel value="artifacts">
          <Artifacts artifacts={own} withTask={!pick || pick.item === undefined} chosen={search.artifact} onChoose={(artifact) => onChange({ ...search, artifact })} />
        </Tabs.Panel>
      </Tabs>
    </Frame>
  );
}

function AttemptSwitch({ task, chosen, onChoose }: { task: TaskRun; chosen: number | undefined; onChoose: (attempt: number | undefined) => void }) {
  const options = [undefined, ...task.attempts.map((attempt) => attempt.number)];
  return (
    <Group gap={4} mb="xs" role="group" aria-label={text.attempts.table}>
      {options.map((attempt) => (
        <button key={attempt ?? 'all'} type="button" className={css.choice} aria-pressed={attempt === chosen} onClick={() => onChoose(attempt)}>
          {attempt === undefined ? text.details.allAttempts : text.details.attempt(attempt)}
        </button>
      ))}
    </Group>
  );
}

function Frame({ title, mark, onClose, children }: { title: string; mark?: ReactNode; onClose?: () => void; children: ReactNode }) {
  return (
    <section aria-label={text.details.label} className={css.details}>
      <Group gap="sm" wrap="nowrap">
        <Title order={2} size="h2" className={css.clip} title={title}>
          {title}
        </Title>
        {mark}
        {onClose ? <CloseButton size="sm" ml="auto" aria-label={text.details.close} title={text.details.close} onClick={onClose} /> : null}
      </Group>
      {children}
    </section>
  );
}
