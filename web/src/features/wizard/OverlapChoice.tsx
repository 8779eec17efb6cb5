import { Radio, Stack } from '@mantine/core';
import { useMemo } from 'react';
import { TimeBand } from '@/shared/band/TimeBand';
import { wizard as text } from '@/text/wizard';
import { NumberField } from './inputs';
import { textOf } from './json';
import { Part } from './Part';
import { overlapStory, type Overlap } from './stories';
import { useField } from './WizardContext';

const policies = ['skip', 'allow', 'buffer_one', 'cancel_other'] as const;
const hour = 3_600_000;
const times = [0, 1, 2, 3, 4, 5].map((i) => i * hour);

/** What happens when a run is due while the last one is open, with a picture that follows the choice. */
export function OverlapChoice() {
  const { value, set, error } = useField('overlap_policy');
  const concurrency = useField('concurrency').value;
  const policy = (policies.find((each) => each === value) ?? 'skip') satisfies Overlap;
  const most = policy === 'allow' && typeof concurrency === 'number' ? concurrency : undefined;
  const lanes = useMemo(() => overlapStory(times, 1.5 * hour, policy, most), [policy, most]);
  return (
    <Part title={text.overlap.title}>
      <Radio.Group value={textOf(value) || 'skip'} onChange={set} error={error} aria-label={text.overlap.label}>
        <Stack gap="xs">
          {policies.map((each) => (
            <Radio key={each} value={each} label={text.overlap.options[each]} description={text.overlap.words[each]} />
          ))}
        </Stack>
      </Radio.Group>
      {policy === 'allow' || concurrency !== undefined ? <NumberField path="concurrency" label={text.overlap.concurrency} min={1} /> : null}
      <TimeBand from={-0.5 * hour} to={8 * hour} zone="UTC" lanes={lanes} compact label={text.overlap.picture} />
    </Part>
  );
}
