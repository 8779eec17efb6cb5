import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { $api } from '@/shared/api/client';
import { problemsOf } from '@/shared/api/problem';
import type { Api, Schedule } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { ProblemList } from '@/shared/ui/ProblemList';
import { acts as text } from '@/text/acts';
import { shell } from '@/text/shell';
import { isOverBudget } from './budget';
import { inputOf, problemsByField, startOf } from './inputForm';
import { InputFields } from './InputFields';
import { scheduleName } from './scheduleName';
import { useRunNow } from './useRunNow';

type Props = {
  workflowId: string;
  /** Its input is filled in. */
  schedule?: Schedule;
  /** Input to begin with, such as that of a run to be done again. Goes before the schedule's. */
  input?: Record<string, unknown>;
  onClose: () => void;
};

/** Runs a workflow with the input that its fields ask for, and ends on the run's page. */
export function RunNowDialog({ workflowId, schedule, input, onClose }: Props) {
  const workflow = $api.useQuery('get', '/api/workflows/{id}', { params: { path: { id: workflowId } } });
  const given = input ?? givenBy(schedule);
  return (
    <Modal opened onClose={onClose} title={text.runNow.title(workflow.data?.summary.name ?? workflowId)} size="lg" closeButtonProps={{ 'aria-label': shell.cancel }}>
      <Answer of={workflow} rows={3}>
        {(found) => <Form key={found.summary.version} workflow={found} workflowId={workflowId} given={given} schedule={given && !input ? schedule : undefined} onClose={onClose} />}
      </Answer>
    </Modal>
  );
}

function givenBy(schedule: Schedule | undefined): Record<string, unknown> | undefined {
  const definition = schedule?.definition as { input?: Record<string, unknown> } | null | undefined;
  return definition?.input;
}

type FormProps = { workflow: Api<'WorkflowView'>; workflowId: string; given?: Record<string, unknown>; schedule?: Schedule; onClose: () => void };

function Form({ workflow, workflowId, given, schedule, onClose }: FormProps) {
  const fields = workflow.input;
  const [typed, setTyped] = useState(() => startOf(fields, given));
  const [touched, setTouched] = useState<Record<string, boolean>>({});
  const [tried, setTried] = useState(false);
  const [reason, setReason] = useState('');
  const run = useRunNow(workflowId, onClose);
  const over = isOverBudget(run.error);
  const { input, faults } = inputOf(fields, typed);

  const said = problemsByField(fields, run.error ? problemsOf(run.error) : []);
  const shown: Record<string, string> = {};
  for (const { name } of fields) {
    const told = said[name]?.map((problem) => [problem.message, problem.suggestion].filter(Boolean).join(' ')).join(' ');
    if (tried && faults[name]) shown[name] = faults[name];
    else if (told && !touched[name]) shown[name] = told;
  }

  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setTried(true);
    setTouched({});
    if (Object.keys(faults).length === 0 && !run.isPending) run.mutate({ input, reason: reason.trim() || undefined, over });
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">
          {text.runNow.words} {fields.length === 0 ? text.runNow.noInput : schedule ? text.runNow.prefilled(scheduleName(schedule)) : null}
        </Text>
        {workflow.summary.valid ? null : <ProblemList problems={workflow.summary.problems} title={text.runNow.broken} />}
        <InputFields
          fields={fields}
          typed={typed}
          faults={shown}
          onType={(name, words) => {
            setTyped((before) => ({ ...before, [name]: words }));
            setTouched((before) => ({ ...before, [name]: true }));
          }}
        />
        <ProblemList problems={said['']} />
        {over ? <Textarea label={text.overBudget.label} description={text.overBudget.words} required autosize maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {shell.cancel}
          </Button>
          <Button type="submit" loading={run.isPending} disabled={over && reason.trim() === ''}>
            {over ? text.overBudget.act : text.runNow.act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
