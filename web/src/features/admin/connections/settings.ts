import type { Api } from '@/shared/api/types';

/** What stands in the fields at first: the settings that are shown. */
export function typedOf(connection: Pick<Api<'ConnectionRecord'>, 'settings'> | null): Record<string, string> {
  return Object.fromEntries(Object.entries((connection?.settings ?? {}) as Record<string, unknown>).map(([name, value]) => [name, String(value)]));
}

/** The settings that are sent: those with something in their field. What is secret and left empty stays as it is on the server. */
export function settingsOf(fields: readonly Pick<Api<'ConnectionField'>, 'name' | 'is_number'>[], typed: Readonly<Record<string, string>>): Record<string, string | number> {
  const settings: Record<string, string | number> = {};
  for (const { name, is_number } of fields) {
    const value = typed[name]?.trim() ?? '';
    if (value === '') continue;
    settings[name] = is_number && /^-?\d+$/.test(value) ? Number(value) : value;
  }
  return settings;
}
