import { Alert, Button, Group, Input, MantineThemeProvider, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { problemsOf, statusOf } from '@/shared/api/problem';
import type { Problem, Schedule } from '@/shared/api/types';
import { Page } from '@/shared/ui/Page';
import { ProblemList } from '@/shared/ui/ProblemList';
import { wizard as text } from '@/text/wizard';
import { Conflict } from './Conflict';
import { Consequence } from './Consequence';
import { definitionOf, nameOf } from './definition';
import type { Draft } from './draft';
import { EditingState } from './EditingState';
import { fieldOf, stepOf, steps, stillTrue, together, unplaced, type Step } from './fields';
import type { Document } from './json';
import { StepBody } from './StepBody';
import { StepNav } from './StepNav';
import { useDraft } from './useDraft';
import { useLeaving } from './useLeaving';
import { usePreview } from './usePreview';
import { useSave } from './useSave';
import css from './Wizard.module.css';
import { WizardContext } from './WizardContext';

// Hints stand below, so that inputs beside each other are in one line.
const inputs = { components: { InputWrapper: Input.Wrapper.extend({ defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } }) } };

type Props = { draftKey: string; initial: Draft; schedule: Schedule | null };

/** The four steps: choices at the left, what they mean at the right. */
export function Wizard({ draftKey, initial, schedule }: Props) {
  const { step = 'what' } = useSearch({ strict: false });
  const navigate = useNavigate();
  const { draft, document, act, base, revision, dirty, restored, rebase, forget, startAgain } = useDraft(draftKey, initial, schedule?.revision ?? 0);
  const preview = usePreview(document, draft.workflow, schedule?.id ?? null);
  const [sent, setSent] = useState<{ document: Document; problems: readonly Problem[] }>();
  const [tried, setTried] = useState(false);
  const leaving = useLeaving(dirty, forget);
  const save = useSave(schedule, schedule?.timezone ?? preview.answer?.timezone ?? 'UTC', forget);

  const errors = useMemo(() => {
    const found = sent ? stillTrue(sent.problems, sent.document, document) : [];
    const missing = tried && !draft.workflow ? [localProblem('workflow', text.workflow.missing)] : [];
    return [...missing, ...together(found, preview.problems)];
  }, [sent, document, tried, draft.workflow, preview.problems]);

  const go = (to: Step) => void navigate({ to: '.', search: (old) => ({ ...old, step: to }), resetScroll: true });
  const finish = () => {
    setTried(true);
    if (!draft.workflow) return go('what');
    save.mutate(
      { draft, document, revision },
      {
        onError: (error) => {
          const problems = statusOf(error) === 412 ? [] : problemsOf(error);
          setSent({ document, problems });
          if (problems[0]) go(stepOf(fieldOf(problems[0])));
        },
      },
    );
  };
  // Another's change shows as soon as the server tells of it, at the latest when it refuses to overwrite it.
  const changed = schedule !== null && schedule.revision !== revision && !save.isPending && !save.isSuccess;
  const place = steps.indexOf(step);
  const wizardry = useMemo(() => ({ draft, document, act, base, errors, preview, schedule }), [draft, document, act, base, errors, preview, schedule]);

  return (
    <Page title={schedule ? text.editTitle(nameOf(schedule)) : text.newTitle} state={schedule ? text.editState : text.newState}>
      <WizardContext.Provider value={wizardry}>
        <Stack gap="md">
          <EditingState schedule={schedule} />
          {leaving}
          {restored && dirty ? (
            <Alert variant="light" color="bronze" role="status" p="xs">
              <Group justify="space-between">
                {text.restored}
                <Button size="compact-sm" variant="default" onClick={startAgain}>
                  {text.startAgain}
                </Button>
              </Group>
            </Alert>
          ) : null}
          {changed ? (
            <Conflict
              theirs={definitionOf(schedule)}
              onChosen={(chosen) => {
                rebase(definitionOf(schedule), schedule.revision);
                act({ type: 'document', document: chosen });
                save.reset();
              }}
            />
          ) : null}
          <StepNav step={step} errors={errors} />
          <div className={css.columns}>
            <Stack gap="lg" component="section" aria-label={text.steps[step]}>
              <ProblemList problems={unplaced(errors, step)} />
              {save.error && statusOf(save.error) !== 412 && errors.length > 0 ? <Alert color="red" variant="light" p="xs" role="alert">{text.refused(errors.length)}</Alert> : null}
              <MantineThemeProvider theme={inputs}>
                <StepBody step={step} />
              </MantineThemeProvider>
              <Group justify="space-between" className={css.foot}>
                {place > 0 ? (
                  <Button variant="default" onClick={() => go(steps[place - 1]!)}>
                    {text.back}
                  </Button>
                ) : (
                  <span />
                )}
                {step === 'review' ? (
                  <Button onClick={finish} loading={save.isPending} disabled={changed}>
                    {schedule ? (schedule.kind === 'declared' ? text.saveOverride : text.save) : text.create}
                  </Button>
                ) : (
                  <Button onClick={() => go(steps[place + 1]!)}>{text.next}</Button>
                )}
              </Group>
            </Stack>
            <Consequence />
          </div>
        </Stack>
      </WizardContext.Provider>
    </Page>
  );
}

function localProblem(field: string, message: string): Problem {
  return { code: '', message, severity: 'error', suggestion: null, file: null, field, line: null, column: null };
}
