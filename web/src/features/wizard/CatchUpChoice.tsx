import { NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { TimeBand } from '@/shared/band/TimeBand';
import { wizard as text } from '@/text/wizard';
import { isObject, textOf, withValue, type Document } from './json';
import { Part } from './Part';
import { catchUpStory, durationOf } from './stories';
import { useField } from './WizardContext';
import css from './Wizard.module.css';

const modes = ['last', 'none', 'all'] as const;
const hour = 3_600_000;
const times = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => i * 6 * hour);

/** Which missed occurrences still run after downtime, with a picture that follows the choice. */
export function CatchUpChoice() {
  const { value, set, error } = useField('catch_up');
  const how: Document = isObject(value) ? value : textOf(value) ? { window: textOf(value) } : {};
  const mode = modes.find((each) => each === how.mode) ?? 'last';
  const window = durationOf(textOf(how.window)) ?? undefined;
  const maxRuns = mode === 'all' && typeof how.max_runs === 'number' ? how.max_runs : undefined;
  const lanes = useMemo(() => catchUpStory(times, 11 * hour, 35 * hour, { mode, window, maxRuns }, 1.5 * hour), [mode, window, maxRuns]);
  const change = (next: Document) => set(Object.keys(next).length > 0 ? next : undefined);
  const choose = (next: string) => {
    const kept = next === 'none' ? {} : next === 'last' ? withValue(how, 'max_runs', undefined) : how;
    change(next === 'last' ? withValue(kept, 'mode', undefined) : { ...kept, mode: next });
  };
  return (
    <Part title={text.catchUp.title}>
      <Radio.Group value={mode} onChange={choose} aria-label={text.catchUp.label} error={error}>
        <Stack gap="xs">
          {modes.map((each) => (
            <Radio key={each} value={each} label={text.catchUp.options[each]} description={text.catchUp.words[each]} />
          ))}
        </Stack>
      </Radio.Group>
      {mode !== 'none' ? (
        <div className={css.pair}>
          <TextInput label={text.catchUp.window} description={text.catchUp.windowHint} value={textOf(how.window)} onChange={(event) => change(withValue(how, 'window', event.currentTarget.value || undefined))} />
          {mode === 'all' ? (
            <NumberInput label={text.catchUp.maxRuns} description={text.catchUp.maxRunsHint} min={1} value={maxRuns ?? ''} onChange={(next) => change(withValue(how, 'max_runs', typeof next === 'number' ? next : undefined))} />
          ) : null}
        </div>
      ) : null}
      <TimeBand from={-3 * hour} to={46 * hour} now={35 * hour} zone="UTC" lanes={lanes} compact label={text.catchUp.picture} />
    </Part>
  );
}
