import { describe, expect, it } from 'vitest';
import { fromDocument, reduce, toDocument } from './draft';
import { withFix } from './fix';
import { withValue, type Document } from './json';
import { presetOf, presets, startOf } from './recurrence';

const documents: Document[] = [
  { cron: '0 9 * * 1-5', timezone: 'America/New_York', overlap_policy: 'skip' },
  { daily: { at: ['09:00'] }, catch_up: '1h' },
  { daily: { at: 'close+5m' }, calendar: { name: 'XNYS', rule: 'next' } },
  { weekly: { on: 'mon-fri', at: '09:00' }, catch_up: { mode: 'all', window: '2d', max_runs: 3 } },
  { monthly: { on: 31, at: '08:00', short_month: 'skip', later_key: [1, { a: null }] }, run_window: { from: '08:00', to: '18:00' } },
  { every: '14d', at: '02:00', anchor: '2026-01-05', window: { lag: '14d' }, budget: { month: 50, on_exceed: 'run' }, input: { a: [1, 2], b: { c: false } } },
  { once: '2026-03-01T09:00', future_key: { deep: [true] } },
  {},
];

const choose = (document: Document) => toDocument(reduce(fromDocument(document), { type: 'preset', preset: 'session', today: '' }));

describe('a draft', () => {
  it.each(documents)('loses nothing of %j', (document) => {
    expect(toDocument(fromDocument(document))).toEqual(document);
  });

  it('keeps what each card was left with', () => {
    let draft = fromDocument({ weekly: { on: ['mon', 'thu'], at: '07:15' }, jitter: '30s' }, 'a');
    draft = reduce(draft, { type: 'preset', preset: 'cron', today: '2026-03-09' });
    draft = reduce(draft, { type: 'set', path: 'cron', value: '5 5 * * *' });
    expect(toDocument(draft)).toEqual({ cron: '5 5 * * *', jitter: '30s' });
    draft = reduce(draft, { type: 'preset', preset: 'weekly', today: '2026-03-09' });
    expect(toDocument(draft)).toEqual({ weekly: { on: ['mon', 'thu'], at: '07:15' }, jitter: '30s' });
    expect(reduce(draft, { type: 'preset', preset: 'cron', today: '' }).when).toEqual({ cron: '5 5 * * *' });
  });

  it('takes an exchange with the market’s card, and leaves one that is there', () => {
    expect(choose({ timezone: 'UTC' })).toEqual({ daily: { at: 'close+30m' }, calendar: 'XNYS', timezone: 'America/New_York' });
    expect(choose({ timezone: 'UTC', calendar: { name: 'XNAS', rule: 'next' } })).toMatchObject({ timezone: 'UTC', calendar: { name: 'XNAS' } });
  });

  it('drops the input of another workflow', () => {
    const draft = reduce(fromDocument({ cron: '@daily', input: { a: 1 } }, 'a'), { type: 'workflow', id: 'b' });
    expect(toDocument(draft)).toEqual({ cron: '@daily' });
  });

  it('takes a key away when its value goes, and an empty mapping with it', () => {
    expect(withValue({ window: { lag: '1d' }, cron: '' }, 'window.lag', undefined)).toEqual({ cron: '' });
    expect(withValue({ calendar: 'XNYS' }, 'calendar.name', 'XNAS')).toEqual({ calendar: { name: 'XNAS' } });
  });
});

describe('a card', () => {
  it.each(presets)('%s is found again in what it begins with', (preset) => {
    expect(presetOf(startOf(preset, '2026-03-09'))).toBe(preset);
  });
});

describe('a fix', () => {
  it('stands for the recurrence and leaves the other keys', () => {
    expect(withFix({ cron: '0 2 */14 * *', timezone: 'Europe/Berlin', future: 1 }, 'every: 14d\nat: "02:00"\nanchor: 2026-11-29')).toEqual({ every: '14d', at: '02:00', anchor: '2026-11-29', timezone: 'Europe/Berlin', future: 1 });
  });

  it('that names other keys changes those', () => {
    expect(withFix({ cron: '@daily', jitter: '1m' }, 'jitter: 30s')).toEqual({ cron: '@daily', jitter: '30s' });
    expect(withFix({ daily: { at: '02:30' } }, 'daily: { at: "02:30" }\ndst: { gap: next }')).toEqual({ daily: { at: '02:30' }, dst: { gap: 'next' } });
  });

  it('that cannot be read changes nothing', () => {
    expect(withFix({ cron: '@daily' }, 'a: [')).toBeNull();
    expect(withFix({ cron: '@daily' }, 'text')).toBeNull();
  });
});
