import { Button, Group, Progress, Text } from '@mantine/core';
import { actor } from '@/shared/api/actor';
import { call, client } from '@/shared/api/client';
import { useMay } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { isoDate } from '@/shared/time/format';
import { Time } from '@/shared/time/Time';
import { confirm } from '@/shared/ui/confirm';
import { StateMark } from '@/shared/ui/StateMark';
import type { State } from '@/shared/ui/states';
import { schedule as text } from '@/text/schedule';
import page from '../Schedule.module.css';

const words = text.backfill;
const states: Record<Api<'BackfillStatus'>, State> = { running: 'running', paused: 'pending', completed: 'completed', canceled: 'canceled' };

export function BackfillRow({ backfill, zone }: { backfill: Api<'BackfillRecord'>; zone: string | null }) {
  const { id, status, total, completed, failed, canceled, running, waiting } = backfill;
  const mayRun = useMay()('run:execute');
  const isOpen = status === 'running' || status === 'paused';
  const done = completed + failed + canceled;
  const share = (count: number) => (total === 0 ? 0 : (100 * count) / total);
  const first = isoDate(backfill.from, zone ?? 'UTC');
  const last = isoDate(Date.parse(backfill.to) - 1, zone ?? 'UTC');
  return (
    <section className={page.band} aria-label={words.name(id)}>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <StateMark state={states[status]} words={words.statuses[status]} />
          <Text size="sm" fw={600}>
            {text.compare.dates(first, last)}
          </Text>
          <Text size="sm">{[words.progress(done, total), failed > 0 ? words.failed(failed) : '', running > 0 ? words.running(running) : ''].filter(Boolean).join(', ')}</Text>
          <Text size="sm" c="dimmed">
            <Time at={backfill.created_at} zone={zone} show="short" /> {words.by(backfill.created_by, backfill.reason)}
          </Text>
        </Group>
        {isOpen && mayRun ? <BackfillActs id={id} status={status} running={running} waiting={waiting} /> : null}
      </Group>
      {backfill.trouble ? <Text size="sm">{backfill.trouble}</Text> : null}
      <Progress.Root size="sm">
        <Progress.Section value={share(completed)} color="var(--state-completed)" aria-label={words.statuses.completed} />
        <Progress.Section value={share(failed)} color="var(--state-failed)" aria-label={words.failed(failed)} />
        <Progress.Section value={share(running)} color="var(--state-running)" aria-label={words.running(running)} />
      </Progress.Root>
    </section>
  );
}

function BackfillActs({ id, status, running, waiting }: Pick<Api<'BackfillRecord'>, 'id' | 'status' | 'running' | 'waiting'>) {
  const at = { params: { path: { id: String(id) } }, body: { by: actor() } };
  const pause = useAct(() => call(client.POST('/api/backfills/{id}/pause', at)));
  const resume = useAct(() => call(client.POST('/api/backfills/{id}/resume', at)));
  const cancel = useAct(() => call(client.POST('/api/backfills/{id}/cancel', at)));
  return (
    <Group gap="xs">
      {status === 'running' ? (
        <Button size="compact-sm" variant="default" loading={pause.isPending} onClick={() => pause.mutate()}>
          {words.pause}
        </Button>
      ) : (
        <Button size="compact-sm" variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>
          {words.resume}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        loading={cancel.isPending}
        onClick={() => confirm({ title: words.cancelTitle(id), words: words.cancelWords(running, waiting), act: words.cancel, onConfirm: () => cancel.mutate() })}
      >
        {words.cancel}
      </Button>
    </Group>
  );
}
