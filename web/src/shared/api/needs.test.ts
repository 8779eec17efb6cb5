import { expect, test } from 'vitest';
import { pages } from '@/app/pages';
import { mayDo } from './may';
import { scopesOf } from './needs';

test.each([
  ['/', ['workflow:read', 'workflow.schedule:read']],
  ['/schedules', ['workflow.schedule:read']],
  ['/schedules/schedule-a-b', ['workflow.schedule:read']],
  ['/schedules/schedule-a-b/edit', ['workflow.schedule:read', 'workflow.schedule:write']],
  ['/schedules/new', ['workflow.schedule:read', 'workflow.schedule:write']],
  ['/workflows/new', ['workflow:read', 'workflow:write']],
  ['/workflows/newest', ['workflow:read']],
  ['/strategies/edit', ['workflow:read']],
  ['/runs/01ABC', ['workflow:read']],
  ['/admin', []],
  ['/problems/SCH001', []],
])('%s takes %j', (path, scopes) => {
  expect(scopesOf(path)).toEqual(scopes);
});

test('whoever may nothing still has a page', () => {
  const nobody = { account: 'ann', scopes: [] };
  expect(pages.filter((page) => mayDo(nobody, scopesOf(page.to))).map((page) => page.to)).toEqual(['/admin']);
});

test('everybody may everything where nobody signs in, and so may an administrator', () => {
  expect(mayDo({ account: null, scopes: [] }, ['admin'])).toBe(true);
  expect(mayDo({ account: 'root', scopes: ['admin'] }, ['workflow:write', 'run:execute'])).toBe(true);
  expect(mayDo({ account: 'ann', scopes: ['workflow:read'] }, ['workflow:read', 'run:execute'])).toBe(false);
});
