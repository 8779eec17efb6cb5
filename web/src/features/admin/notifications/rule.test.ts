import { expect, test } from 'vitest';
import { formOf, requestOf } from './rule';

test('a rule says only what was filled in', () => {
  expect(requestOf({ ...formOf(null, 'Europe/Berlin'), channel: 'ops' }, null)).toEqual({
    channel: 'ops',
    events: ['failure', 'recovered', 'missed', 'auto_pause'],
    workflow: undefined,
    schedule: undefined,
    tag: undefined,
    owner: undefined,
    group: undefined,
    quiet: undefined,
    urgent: undefined,
    enabled: undefined,
  });
});

test('what has no field is kept: the days of quiet hours', () => {
  const rule = {
    id: 'nights',
    channel: 'ops',
    revision: 3,
    updated_at: '2026-03-09T20:30:00Z',
    updated_by: 'ann',
    content: { events: ['failure'], workflow: null, schedule: null, tag: 'trading', owner: null, quiet: { from: '22:00', to: '07:00', days: ['mon-fri'], timezone: 'America/New_York' }, urgent: ['missed'], group: '5m', enabled: false },
  };
  const request = requestOf(formOf(rule, 'UTC'), rule);
  expect(request.quiet).toEqual(rule.content.quiet);
  expect(request).toMatchObject({ tag: 'trading', urgent: ['missed'], group: '5m', enabled: false });
});
