import { useNavigate } from '@tanstack/react-router';
import { actor } from '@/shared/api/actor';
import { $api, call, client } from '@/shared/api/client';
import { useMay } from '@/shared/api/may';
import { scopesOf } from '@/shared/api/needs';
import type { Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { formatTime, ownZone } from '@/shared/time/format';
import { palette as text } from '@/text/palette';
import { shell } from '@/text/shell';
import { isCron, isRunId } from './query';

export type Command = { id: string; label: string; hint?: string; run: () => void };
export type CommandGroup = { label: string; commands: Command[] };

const pages = [
  { to: '/', words: shell.pages.overview },
  { to: '/schedules', words: shell.pages.schedules },
  { to: '/runs', words: shell.pages.runs },
  { to: '/workflows', words: shell.pages.workflows },
  { to: '/strategies', words: shell.pages.strategies },
  { to: '/costs', words: shell.pages.costs },
  { to: '/health', words: shell.pages.health },
  { to: '/admin', words: shell.pages.admin },
  { to: '/schedules/new', words: text.newSchedule },
  { to: '/workflows/new', words: text.newWorkflow },
] as const;

/** What fits the words typed: pages at once, what the server knows once the typing rests. */
export function useCommands(typed: string, settled: string): CommandGroup[] {
  const go = useNavigate();
  const may = useMay();
  const cron = isCron(settled);
  const rests = settled === typed && settled.length >= 2 && !cron;
  const schedules = $api.useQuery('get', '/api/schedules', { params: { query: { text: settled, limit: 6 } } }, { enabled: rests && may('workflow.schedule:read') });
  const workflows = $api.useQuery('get', '/api/workflows', { params: { query: { text: settled, limit: 6 } } }, { enabled: rests && may('workflow:read') });
  const explained = $api.useQuery('post', '/api/schedules/preview', { body: { cron: settled, timezone: ownZone() } }, { enabled: cron && may('workflow.schedule:read') });
  const act = useScheduleActs();

  const fits = (words: string) => words.toLowerCase().includes(typed.toLowerCase());
  const groups: CommandGroup[] = [];
  if (cron && explained.data) {
    const [next] = explained.data.occurrences;
    groups.push({
      label: text.groups.cron,
      commands: [
        {
          id: 'cron',
          label: next ? text.cronNext(explained.data.words, formatTime(next.nominal, explained.data.timezone)) : explained.data.words,
          hint: text.newScheduleOf(settled),
          run: () => void go({ to: '/schedules/new', search: { cron: settled } }),
        },
      ],
    });
  }

  groups.push({ label: text.groups.pages, commands: pages.filter((page) => fits(page.words) && may(...scopesOf(page.to))).map((page) => ({ id: page.to, label: page.words, run: () => void go({ to: page.to }) })) });
  if (isRunId(typed)) groups.push({ label: text.groups.runs, commands: [{ id: typed, label: text.run(typed), run: () => void go({ to: '/runs/$id', params: { id: typed } }) }] });
  if (rests) {
    const found = schedules.data?.items ?? [];
    groups.push({ label: text.groups.schedules, commands: found.map((schedule) => ({ id: schedule.id, label: schedule.id, hint: schedule.words ?? undefined, run: () => void go({ to: '/schedules/$id', params: { id: schedule.id } }) })) });
    groups.push({ label: text.groups.workflows, commands: (workflows.data?.items ?? []).map((workflow) => ({ id: `w ${workflow.id}`, label: workflow.name ?? workflow.id ?? workflow.path, hint: workflow.id ?? workflow.path, run: () => void (workflow.id && go({ to: '/workflows/$id', params: { id: workflow.id } })) })) });
    groups.push({ label: text.groups.acts, commands: found.slice(0, 3).flatMap((schedule) => act(schedule)) });
  }

  return groups.filter((group) => group.commands.length > 0);
}

function useScheduleActs(): (schedule: Schedule) => Command[] {
  const go = useNavigate();
  const start = useAct((id: string) => call(client.POST('/api/workflows/{id}/run-now', { params: { path: { id } }, body: { by: actor() } })), {
    done: (_, id) => text.started(id),
    after: (accepted) => void go({ to: '/runs/$id', params: { id: accepted.run_id } }),
  });
  const pause = useAct((id: string) => call(client.POST('/api/schedules/{id}/pause', { params: { path: { id } }, body: { by: actor() } })), { done: (_, id) => text.paused(id) });
  const resume = useAct((id: string) => call(client.POST('/api/schedules/{id}/resume', { params: { path: { id } }, body: { by: actor() } })), { done: (_, id) => text.resumed(id) });
  const may = useMay();
  return (schedule) => {
    const commands: Command[] = [];
    if (may('run:execute')) commands.push({ id: `run ${schedule.id}`, label: text.runNow(schedule.workflow_id), run: () => start.mutate(schedule.workflow_id) });
    if (may('workflow.schedule:write'))
      commands.push(
        schedule.status === 'paused'
          ? { id: `resume ${schedule.id}`, label: text.resume(schedule.id), run: () => resume.mutate(schedule.id) }
          : { id: `pause ${schedule.id}`, label: text.pause(schedule.id), run: () => pause.mutate(schedule.id) },
      );
    return commands;
  };
}
