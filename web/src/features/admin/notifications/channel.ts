import type { Api } from '@/shared/api/types';

export type ChannelKind = Api<'ChannelKind'>;
export type MailSecurity = Api<'MailSecurity'>;

/** What stands in the fields of a channel. */
export type ChannelForm = {
  kind: ChannelKind;
  enabled: boolean;
  host: string;
  port: string;
  security: MailSecurity;
  user: string;
  password: string;
  from: string;
  to: string;
  url: string;
  secret: string;
};

/** What stands in them at first; what is secret is not there. */
export function formOf(channel: Api<'ChannelRecord'> | null): ChannelForm {
  const settings = channel?.settings;
  return {
    kind: channel?.kind ?? 'email',
    enabled: channel?.enabled ?? true,
    host: settings?.host ?? '',
    port: settings?.port ? String(settings.port) : '',
    security: settings?.security ?? 'starttls',
    user: settings?.user ?? '',
    password: '',
    from: settings?.from ?? '',
    to: settings?.to?.join('\n') ?? '',
    url: '',
    secret: '',
  };
}

const said = (value: string) => value.trim() || undefined;

/** What is sent: the members that the kind has, and nothing for a secret that is left empty, so that the server keeps the one it has. */
export function requestOf(form: ChannelForm): Omit<Api<'ChannelRequest'>, 'by' | 'reason'> {
  const { kind, enabled } = form;
  if (kind === 'email') {
    const to = form.to.split(/[\n,;]/).flatMap((one) => said(one) ?? []);
    return { kind, enabled, host: said(form.host), port: form.port.trim() === '' ? undefined : Number(form.port), security: form.security, user: said(form.user), password: form.password || undefined, from: said(form.from), to };
  }
  return { kind, enabled, url: said(form.url), ...(kind === 'webhook' ? { secret: said(form.secret) } : {}) };
}
