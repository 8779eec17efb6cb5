import { Text } from '@mantine/core';
import { TimeBand } from '@/shared/band/TimeBand';
import type { BandSpan } from '@/shared/band/types';
import { formatDate } from '@/shared/time/format';
import { wizard as text } from '@/text/wizard';
import { useWizard } from './WizardContext';

const shown = 5;

/** The next runs in one lane, the dates that each covers in another. */
export function WindowPicture() {
  const { preview } = useWizard();
  const { answer } = preview;
  const runs = (answer?.occurrences ?? []).slice(0, shown).filter((each) => each.window);
  if (!answer || runs.length === 0) return null;
  const zone = answer.timezone;
  const spans: BandSpan[] = runs.map(({ window }) => ({ from: Date.parse(window!.start), to: Date.parse(window!.end), kind: 'data', title: text.window.covers(formatDate(window!.start, zone), formatDate(Date.parse(window!.end) - 1, zone)) }));
  const marks = runs.map((run) => ({ at: Date.parse(run.nominal), state: 'future' as const, title: text.window.runLane }));
  const from = Math.min(...spans.map((span) => span.from));
  const to = marks.at(-1)!.at;
  const edge = (to - from) * 0.03;
  const [first] = runs;
  return (
    <div>
      <TimeBand from={from - edge} to={to + edge} zone={zone} lanes={[{ label: text.window.runLane, marks }, { label: text.window.lane, spans }]} label={text.window.picture} />
      <Text size="sm" mt={4}>
        {text.window.first(formatDate(first!.nominal, zone), formatDate(first!.window!.start, zone), formatDate(Date.parse(first!.window!.end) - 1, zone))}
      </Text>
    </div>
  );
}
