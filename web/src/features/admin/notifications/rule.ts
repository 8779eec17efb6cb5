import type { Api } from '@/shared/api/types';

/** What stands in the fields of a rule. */
export type RuleForm = {
  channel: string;
  events: string[];
  workflow: string;
  schedule: string;
  tag: string;
  owner: string;
  group: string;
  quietFrom: string;
  quietTo: string;
  quietZone: string;
  urgent: string[];
  enabled: boolean;
};

/** What stands in them at first. */
export function formOf(rule: Api<'RuleRecord'> | null, zone: string): RuleForm {
  const content = rule?.content;
  return {
    channel: rule?.channel ?? '',
    events: content?.events ?? ['failure', 'recovered', 'missed', 'auto_pause'],
    workflow: content?.workflow ?? '',
    schedule: content?.schedule ?? '',
    tag: content?.tag ?? '',
    owner: content?.owner ?? '',
    group: content?.group ?? '',
    quietFrom: content?.quiet?.from ?? '',
    quietTo: content?.quiet?.to ?? '',
    quietZone: content?.quiet?.timezone ?? zone,
    urgent: content?.urgent ?? [],
    enabled: content?.enabled ?? true,
  };
}

const said = (value: string) => value.trim() || undefined;

/** What is sent; quiet hours only where a time is given. Days of quiet hours, which have no field, stay as they were. */
export function requestOf(form: RuleForm, before: Api<'RuleRecord'> | null): Omit<Api<'RuleRequest'>, 'by' | 'reason'> {
  const quiet = form.quietFrom || form.quietTo;
  return {
    channel: form.channel,
    events: form.events,
    workflow: said(form.workflow),
    schedule: said(form.schedule),
    tag: said(form.tag),
    owner: said(form.owner),
    group: said(form.group),
    quiet: quiet ? { from: said(form.quietFrom), to: said(form.quietTo), timezone: said(form.quietZone), days: before?.content.quiet?.days } : undefined,
    urgent: quiet && form.urgent.length > 0 ? form.urgent : undefined,
    enabled: form.enabled ? undefined : false,
  };
}
