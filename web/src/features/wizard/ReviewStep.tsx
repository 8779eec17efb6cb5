import { Text, TextInput } from '@mantine/core';
import { ProblemList } from '@/shared/ui/ProblemList';
import { wizard as text } from '@/text/wizard';
import { Changes } from './Changes';
import { CostLine } from './CostLine';
import { DocumentText } from './DocumentText';
import { fieldOf, stepOf } from './fields';
import { NextRuns } from './NextRuns';
import { Part } from './Part';
import { useWizard } from './WizardContext';
import css from './Wizard.module.css';

/** Everything once more, as it will be. */
export function ReviewStep() {
  const { draft, act, preview, errors, schedule } = useWizard();
  const elsewhere = errors.filter((problem) => stepOf(fieldOf(problem)) !== 'review');
  const { answer } = preview;
  return (
    <>
      <ProblemList problems={elsewhere} title={text.review.problems} />
      <Part>
        {draft.workflow ? <Text size="sm">{text.review.runs(schedule?.workflow_name ?? draft.workflow)}</Text> : null}
        {answer && preview.problems.length === 0 ? <p className={css.words}>{answer.words}</p> : null}
        {answer ? <CostLine cost={answer.cost ?? null} zone={answer.timezone} /> : null}
      </Part>
      {schedule ? <Changes /> : null}
      {answer ? (
        <Part title={text.review.nextTen}>
          <NextRuns answer={answer} count={10} />
        </Part>
      ) : null}
      <DocumentText />
      <Part>
        <div className={css.pair}>
          <TextInput label={text.review.reason.label} description={text.review.reason.hint} value={draft.reason} onChange={(event) => act({ type: 'record', reason: event.currentTarget.value })} />
          {schedule?.kind === 'declared' ? (
            <TextInput type="datetime-local" label={text.review.until.label} description={text.review.until.hint} value={draft.until} onChange={(event) => act({ type: 'record', until: event.currentTarget.value })} />
          ) : null}
        </div>
      </Part>
    </>
  );
}
