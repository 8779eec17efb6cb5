import { isObject, textOf, textsOf, type Document } from './json';

/** The keys that say when: of `cron, every, daily, weekly, monthly, once` a schedule has one. */
export const recurrenceKeys = ['cron', 'every', 'daily', 'weekly', 'monthly', 'once', 'at', 'anchor'] as const;
export const presets = ['hourly', 'daily', 'weekdays', 'weekly', 'monthly', 'month-end', 'days', 'interval', 'session', 'once', 'cron'] as const;
/** A card of the second step. */
export type Preset = (typeof presets)[number];

export function isRecurrenceKey(key: string): boolean {
  return (recurrenceKeys as readonly string[]).includes(key);
}

/** The keys that say when, without the others. */
export function recurrenceOf(document: Document): Document {
  return Object.fromEntries(Object.entries(document).filter(([key]) => isRecurrenceKey(key)));
}

export function withoutRecurrence(document: Document): Document {
  return Object.fromEntries(Object.entries(document).filter(([key]) => !isRecurrenceKey(key)));
}

/** What a card begins with. `today` is a date such as 2026-03-09. */
export function startOf(preset: Preset, today: string): Document {
  switch (preset) {
    case 'hourly':
      return { cron: '0 * * * *' };
    case 'daily':
      return { daily: { at: '09:00' } };
    case 'weekdays':
      return { weekly: { on: 'mon-fri', at: '09:00' } };
    case 'weekly':
      return { weekly: { on: 'mon', at: '09:00' } };
    case 'monthly':
      return { monthly: { on: 1, at: '09:00' } };
    case 'month-end':
      return { monthly: { on: 'last_business_day', at: '18:00' } };
    case 'days':
      return { every: '7d', at: '02:00', anchor: today };
    case 'interval':
      return { every: '15m' };
    case 'session':
      return { daily: { at: 'close+30m' } };
    case 'once':
      return { once: `${today}T18:00` };
    case 'cron':
      return { cron: '0 9 * * 1-5' };
  }
}

const businessDays = ['first_business_day', 'last_business_day', 'last'];

/** The card that shows this recurrence; null when it says nothing of when. */
export function presetOf(document: Document): Preset | null {
  if ('cron' in document) return textOf(document.cron) === '0 * * * *' ? 'hourly' : 'cron';
  if ('every' in document) return /^\s*\d+\s*[dw]\s*$/.test(textOf(document.every)) ? 'days' : 'interval';
  if ('once' in document) return 'once';
  if ('daily' in document) {
    const times = isObject(document.daily) ? textsOf(document.daily.at) : [];
    return times.some((time) => /^(open|close)/.test(time)) ? 'session' : 'daily';
  }
  if ('weekly' in document) return isObject(document.weekly) && textsOf(document.weekly.on).join() === 'mon-fri' ? 'weekdays' : 'weekly';
  if ('monthly' in document) {
    const days = isObject(document.monthly) ? textsOf(document.monthly.on) : [];
    return days.length === 1 && businessDays.includes(days[0]!) ? 'month-end' : 'monthly';
  }
  return null;
}
