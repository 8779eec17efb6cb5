import { Select, Switch } from '@mantine/core';
import { wizard as text } from '@/text/wizard';
import { TextField } from './inputs';
import { textOf } from './json';
import { Part } from './Part';
import { WindowPicture } from './WindowPicture';
import { useField } from './WizardContext';
import css from './Wizard.module.css';

/** The dates that a run works on, in words and as a picture. */
export function WindowPart() {
  const { value, set } = useField('window');
  const align = useField('window.align');
  const used = value !== undefined;
  return (
    <Part title={text.window.title} words={text.window.words}>
      <Switch label={text.window.use} checked={used} onChange={(event) => set(event.currentTarget.checked ? { lag: '14d' } : undefined)} />
      {used ? (
        <>
          <div className={css.pair}>
            <TextField path="window.lag" label={text.window.lag} hint={text.window.lagHint} />
            <TextField path="window.length" label={text.window.length} hint={text.window.lengthHint} />
            <Select
              label={text.window.align}
              data={(['day', 'hour', 'none'] as const).map((each) => ({ value: each, label: text.window.aligns[each] }))}
              value={textOf(align.value) || 'day'}
              onChange={(next) => align.set(next === 'day' ? undefined : (next ?? undefined))}
              error={align.error}
              allowDeselect={false}
            />
          </div>
          <WindowPicture />
        </>
      ) : null}
    </Part>
  );
}
