import { expect, test } from 'vitest';
import { formOf, requestOf } from './channel';

test('an e-mail channel sends one receiver for each line and no address of its own', () => {
  const form = { ...formOf(null), host: ' mail.example.com ', from: 'carillon@example.com', to: 'ann@example.com\n\n bob@example.com; eve@example.com' };
  expect(requestOf(form)).toEqual({
    kind: 'email',
    enabled: true,
    host: 'mail.example.com',
    port: undefined,
    security: 'starttls',
    user: undefined,
    password: undefined,
    from: 'carillon@example.com',
    to: ['ann@example.com', 'bob@example.com', 'eve@example.com'],
  });
});

test('a secret that is left empty is not sent, so that the one that is kept stays', () => {
  expect(requestOf({ ...formOf(null), kind: 'slack' })).toEqual({ kind: 'slack', enabled: true, url: undefined });
  expect(requestOf({ ...formOf(null), kind: 'webhook', url: 'https://example.com/hook', secret: '' })).toEqual({ kind: 'webhook', enabled: true, url: 'https://example.com/hook', secret: undefined });
});
