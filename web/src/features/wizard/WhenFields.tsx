import { Select, TextInput } from '@mantine/core';
import { wizard as text } from '@/text/wizard';
import { CronBuilder } from './CronBuilder';
import { DayCount } from './DayCount';
import { DaysPick } from './DaysPick';
import { ListField, TextField } from './inputs';
import { textOf, textsOf } from './json';
import { useField, useWizard } from './WizardContext';
import css from './Wizard.module.css';

/** The details of the card that is chosen. */
export function WhenFields() {
  const { draft } = useWizard();
  switch (draft.preset) {
    case null:
      return null;
    case 'hourly':
    case 'cron':
      return <CronBuilder />;
    case 'daily':
      return <ListField path="daily.at" label={text.at.label} hint={text.at.hint} />;
    case 'session':
      return <ListField path="daily.at" label={text.at.label} hint={text.at.session} />;
    case 'weekdays':
      return <ListField path="weekly.at" label={text.at.label} hint={text.at.hint} />;
    case 'weekly':
      return (
        <div className={css.pair}>
          <DaysPick />
          <ListField path="weekly.at" label={text.at.label} hint={text.at.hint} />
        </div>
      );
    case 'monthly':
      return (
        <div className={css.pair}>
          <ListField path="monthly.on" label={text.monthOn.label} hint={text.monthOn.hint} />
          <ListField path="monthly.at" label={text.at.label} hint={text.at.hint} />
          <ShortMonth />
        </div>
      );
    case 'month-end':
      return (
        <div className={css.pair}>
          <BusinessDay />
          <ListField path="monthly.at" label={text.at.label} hint={text.at.hint} />
        </div>
      );
    case 'days':
      return (
        <div className={css.pair}>
          <DayCount />
          <ListField path="at" label={text.at.label} hint={text.at.hint} />
          <TextField path="anchor" label={text.everyDays.anchor} hint={text.everyDays.anchorHint} />
        </div>
      );
    case 'interval':
      return (
        <div className={css.pair}>
          <TextField path="every" label={text.everyTime.label} hint={text.everyTime.hint} />
          <TextField path="anchor" label={text.everyTime.anchor} hint={text.everyTime.anchorHint} />
        </div>
      );
    case 'once':
      return <Once />;
  }
}

function Once() {
  const { value, set, error } = useField('once');
  return <TextInput type="datetime-local" label={text.once.label} description={text.once.hint} value={textOf(value)} onChange={(event) => set(event.currentTarget.value)} error={error} maw={280} />;
}

function BusinessDay() {
  const { value, set, error } = useField('monthly.on');
  const data = (['last_business_day', 'first_business_day', 'last'] as const).map((day) => ({ value: day, label: text.businessOn[day] }));
  return <Select label={text.businessOn.label} description={text.calendar.hint} data={data} value={textsOf(value)[0] ?? null} onChange={(day) => set(day ?? 'last_business_day')} error={error} allowDeselect={false} />;
}

function ShortMonth() {
  const { value, set, error } = useField('monthly.short_month');
  const data = (['last', 'skip'] as const).map((rule) => ({ value: rule, label: text.shortMonth[rule] }));
  return <Select label={text.shortMonth.label} data={data} value={textOf(value) || 'last'} onChange={(rule) => set(rule === 'skip' ? rule : undefined)} error={error} allowDeselect={false} />;
}
