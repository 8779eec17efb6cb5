import { wizard as text } from '@/text/wizard';
import { CatchUpChoice } from './CatchUpChoice';
import { NumberField, TextField } from './inputs';
import { isObject } from './json';
import { MoneyPart } from './MoneyPart';
import { OverlapChoice } from './OverlapChoice';
import { Part } from './Part';
import { WindowPart } from './WindowPart';
import { useWizard } from './WizardContext';
import css from './Wizard.module.css';

/** What happens when things do not go as planned. */
export function IfStep() {
  const { document } = useWizard();
  return (
    <>
      <OverlapChoice />
      <CatchUpChoice />
      <Part title={text.limits.title}>
        <div className={css.pair}>
          <NumberField path={isObject(document.auto_pause) ? 'auto_pause.after' : 'auto_pause'} label={text.limits.autoPause} hint={text.limits.autoPauseHint} min={1} />
          <TextField path="max_staleness" label={text.limits.staleness} hint={text.limits.stalenessHint} />
          <NumberField path="max_runs" label={text.limits.maxRuns} hint={text.limits.maxRunsHint} min={1} />
          <NumberField path="execution_history_limit" label={text.limits.history} hint={text.limits.historyHint} min={1} />
        </div>
      </Part>
      <MoneyPart />
      <WindowPart />
    </>
  );
}
