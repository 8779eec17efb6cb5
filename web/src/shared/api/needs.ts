import type { Scope } from './may';

const read: Scope[] = ['workflow:read'];
const readSchedules: Scope[] = ['workflow.schedule:read'];
const write: Scope[] = ['workflow:write'];
const writeSchedules: Scope[] = ['workflow.schedule:write'];

/** What it takes to use a page, by its address; the first that fits counts. */
const needs: readonly (readonly [RegExp, readonly Scope[]])[] = [
  [/^\/$/, [...read, ...readSchedules]],
  [/^\/schedules\/new$|^\/schedules\/[^/]+\/edit$/, [...readSchedules, ...writeSchedules]],
  [/^\/schedules(\/|$)|^\/costs(\/|$)/, readSchedules],
  [/^\/(workflows|strategies)\/new$|^\/(workflows|strategies)\/[^/]+\/edit$/, [...read, ...write]],
  [/^\/(workflows|strategies|templates|runs|health)(\/|$)/, read],
];

/** The scopes without which the page of an address has nothing to show; what follows its path does not matter. */
export function scopesOf(address = ''): readonly Scope[] {
  const [path = ''] = address.split(/[?#]/);
  return needs.find(([pattern]) => pattern.test(path))?.[1] ?? [];
}
