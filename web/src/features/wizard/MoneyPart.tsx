import { Select } from '@mantine/core';
import { wizard as text } from '@/text/wizard';
import { NumberField } from './inputs';
import { isObject, textOf } from './json';
import { Part } from './Part';
import { useField } from './WizardContext';
import css from './Wizard.module.css';

/** What a month and a run may cost. */
export function MoneyPart() {
  const { value, set } = useField('budget');
  const whole = isObject(value);
  return (
    <Part title={text.money.title} words={text.money.hint}>
      <div className={css.pair}>
        <NumberField path={whole ? 'budget.month' : 'budget'} label={text.money.budget} prefix="$" decimals={6} min={0} />
        <NumberField path="cost_limit" label={text.money.costLimit} prefix="$" decimals={6} min={0} />
        {value !== undefined ? (
          <Select
            label={text.money.exceed}
            data={(['skip', 'run'] as const).map((each) => ({ value: each, label: text.money.exceeds[each] }))}
            value={whole ? textOf(value.on_exceed) || 'skip' : 'skip'}
            onChange={(next) => set(whole ? { ...value, on_exceed: next ?? 'skip' } : next === 'run' ? { month: value, on_exceed: next } : value)}
            allowDeselect={false}
          />
        ) : null}
      </div>
    </Part>
  );
}
