import { expect, test } from 'vitest';
import { settingsOf, typedOf } from './settings';

const fields = [
  { name: 'host', is_number: false },
  { name: 'port', is_number: true },
  { name: 'password', is_number: false },
];

test('fields that are empty are not sent, so that what is secret stays as it is', () => {
  expect(settingsOf(fields, { host: ' db ', port: '', password: '' })).toEqual({ host: 'db' });
});

test('numbers are sent as numbers, and what is none is left for the server to refuse', () => {
  expect(settingsOf(fields, { port: '5432' })).toEqual({ port: 5432 });
  expect(settingsOf(fields, { port: 'many' })).toEqual({ port: 'many' });
});

test('settings of another kind are left behind', () => {
  expect(settingsOf(fields, { base_url: 'https://example.com' })).toEqual({});
});

test('the form begins with what is shown', () => {
  expect(typedOf({ settings: { host: 'db', port: 5432 } })).toEqual({ host: 'db', port: '5432' });
  expect(typedOf(null)).toEqual({});
});
