import { Button, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useState } from 'react';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import type { Api, Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { now } from '@/shared/time/clock';
import { isoDate } from '@/shared/time/format';
import { ProblemList } from '@/shared/ui/ProblemList';
import { schedule as text } from '@/text/schedule';
import { addDays, type Dates } from '../period';
import { BackfillPreview } from './BackfillPreview';
import { useBackfillPreview } from './useBackfillPreview';

const words = text.backfill;

/** Says which occurrences a backfill would run before it runs them. */
export function BackfillDialog({ schedule, dates, onClose }: { schedule: Schedule; dates: Dates | undefined; onClose: () => void }) {
  const today = isoDate(now(), schedule.timezone ?? 'UTC');
  const [first, setFirst] = useState<string | null>(dates?.first ?? addDays(today, -7));
  const [last, setLast] = useState<string | null>(dates?.last ?? addDays(today, -1));
  const [only, setOnly] = useState<Api<'BackfillSelection'>>('missing');
  const [order, setOrder] = useState<Api<'BackfillOrder'>>('oldest');
  const [concurrency, setConcurrency] = useState<number | string>(1);
  const [reason, setReason] = useState('');
  const asked: Api<'BackfillBody'> | undefined = first && last ? { from: first, to: addDays(last, 1), only, order, concurrency: Number(concurrency) || 1 } : undefined;
  const preview = useBackfillPreview(schedule.id, asked);
  const start = useAct(
    async (body: Api<'BackfillBody'>) => (await call(client.POST('/api/schedules/{id}/backfill', { params: { path: { id: schedule.id } }, body: { ...body, by: actor(), reason: reason || undefined } }))) as Api<'BackfillRecord'>,
    { done: (made) => words.started(made.total), after: onClose, ownProblems: true },
  );
  const count = preview.data?.count ?? 0;
  return (
    <Modal opened onClose={onClose} title={words.title} size="lg" closeButtonProps={{ 'aria-label': text.acts.close }}>
      <Stack gap="sm">
        <Text size="sm">{words.words}</Text>
        <Group grow align="end">
          <DatePickerInput label={words.from} valueFormat="D MMM YYYY" value={first} onChange={setFirst} maxDate={today} />
          <DatePickerInput label={words.to} valueFormat="D MMM YYYY" value={last} onChange={setLast} minDate={first ?? undefined} maxDate={today} />
        </Group>
        <Select label={words.only} allowDeselect={false} value={only} onChange={(value) => setOnly(value as typeof only)} data={(['missing', 'failed', 'all'] as const).map((value) => ({ value, label: words.onlys[value] }))} />
        <Group grow align="end">
          <Select label={words.order} allowDeselect={false} value={order} onChange={(value) => setOrder(value as typeof order)} data={(['oldest', 'latest'] as const).map((value) => ({ value, label: words.orders[value] }))} />
          <NumberInput label={words.concurrency} min={1} max={100} clampBehavior="strict" allowDecimal={false} value={concurrency} onChange={setConcurrency} />
        </Group>
        <TextInput label={words.reason} description={words.reasonHint} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <ProblemList error={start.error ?? preview.error} />
        {preview.data ? <BackfillPreview preview={preview.data} schedule={schedule} /> : null}
        <Group justify="flex-end">
          <Button disabled={!asked || count === 0 || preview.error !== null} loading={start.isPending} onClick={() => asked && start.mutate(asked)}>
            {words.start(count)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
