import { Button, Group } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useState, type FormEvent } from 'react';
import type { Schedule } from '@/shared/api/types';
import { schedule as text } from '@/text/schedule';
import { useChange } from '../place';

/** Asks why it ran or did not at a clock time of the schedule's zone; the server knows which moment that is. */
export function AskWhy({ schedule }: { schedule: Schedule }) {
  const change = useChange();
  const [at, setAt] = useState<string | null>(null);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (at) change({ why: at.replace(' ', 'T').slice(0, 16), run: undefined });
  };
  return (
    <form onSubmit={ask}>
      <Group align="end" gap="xs">
        <DateTimePicker size="xs" miw={190} label={text.ledger.askHint(schedule.timezone ?? 'UTC')} placeholder={text.ledger.asked} valueFormat="D MMM YYYY, HH:mm" value={at} onChange={setAt} clearable />
        <Button size="xs" variant="default" type="submit" disabled={!at}>
          {text.ledger.answer}
        </Button>
      </Group>
    </form>
  );
}
