import { Group, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schedule } from '@/shared/api/types';
import { now } from '@/shared/time/clock';
import { ownZone } from '@/shared/time/format';
import { Time } from '@/shared/time/Time';
import { acts as text } from '@/text/acts';
import { Names, whatOf } from './Names';
import { OutcomeDialog } from './OutcomeDialog';
import { pauseUntil, type Span } from './pauseUntil';
import { ReasonDialog } from './ReasonDialog';
import { useChange } from './useChange';

const spans: Span[] = ['open', 'hour', 'hours', 'day', 'week', 'date'];

export function PauseDialog({ schedules, onClose }: { schedules: Schedule[]; onClose: () => void }) {
  const what = whatOf(schedules);
  const change = useChange('pause', schedules, text.pause.done(what), onClose);
  const [span, setSpan] = useState<Span>('open');
  const [date, setDate] = useState('');
  const until = pauseUntil(span, date, now());
  if (change.outcome) return <OutcomeDialog title={text.pause.title(what)} outcome={change.outcome} onClose={onClose} />;
  return (
    <ReasonDialog
      title={text.pause.title(what)}
      act={text.pause.act}
      error={change.error}
      pending={change.pending}
      blocked={until === null}
      onAct={(reason) => change.run({ reason, until: until ? new Date(until).toISOString() : undefined })}
      onClose={onClose}
    >
      <Text size="sm">{text.pause.words}</Text>
      <Names schedules={schedules} />
      <Group align="flex-start" grow>
        <Select
          label={text.pause.until}
          data={spans.map((value) => ({ value, label: text.pause.untilOptions[value] }))}
          value={span}
          allowDeselect={false}
          onChange={(chosen) => setSpan((chosen as Span | null) ?? 'open')}
        />
        {span === 'date' ? (
          <TextInput
            type="datetime-local"
            label={text.pause.untilDate}
            description={text.pause.untilZone(ownZone())}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            required
            error={until === null && date !== '' ? text.pause.untilMissing : undefined}
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
        ) : null}
      </Group>
      {until ? (
        <Text size="sm" c="dimmed">
          {text.pause.untilWords} <Time at={until} zone={schedules.length === 1 ? schedules[0]?.timezone : undefined} />
        </Text>
      ) : null}
    </ReasonDialog>
  );
}
