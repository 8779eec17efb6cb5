import { parseDocument } from 'yaml';
import type { Api } from '@/shared/api/types';

type Graph = Api<'GraphView'>;
// What the drawing of half a text does not tell.
const quiet = { words: null, for_each: null, is_sensor: false, if: null, runs: null, pool: null, max_attempts: 1, continue_on_error: false };

type Task = { id: string; uses: string; needs: string[]; fansOut: boolean };

/** The graph of a text as it is being written; null when it has no tasks that can be drawn. Circles are drawn as far as they go. */
export function graphOf(text: string): Graph | null {
  const file: unknown = parseDocument(text, { logLevel: 'silent' }).toJS();
  const tasks = (listOf(file, 'tasks') ?? []).flatMap(taskOf);
  if (tasks.length === 0) return null;
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const levels = new Map<string, number>();
  const level = (task: Task, seen: readonly string[]): number => {
    const known = levels.get(task.id);
    if (known !== undefined) return known;
    const before = task.needs.flatMap((id) => byId.get(id) ?? []).filter((one) => !seen.includes(one.id));
    const found = Math.max(-1, ...before.map((one) => level(one, [...seen, task.id]))) + 1;
    levels.set(task.id, found);
    return found;
  };
  return {
    nodes: [...byId.values()].map((task) => ({ id: task.id, uses: task.uses, role: 'task', level: level(task, [task.id]), fans_out: task.fansOut, ...quiet })),
    version: '',
    edges: [...byId.values()].flatMap((task) => task.needs.filter((id) => byId.has(id) && id !== task.id).map((id) => ({ from: id, to: task.id }))),
  };
}

/** The id that a text gives its workflow. */
export function idOf(text: string): string | null {
  const found = /^id:\s*["']?([^\s"'#]+)/m.exec(text);
  return found?.[1] ?? null;
}

function taskOf(raw: unknown): Task[] {
  if (typeof raw !== 'object' || raw === null || !('id' in raw)) return [];
  const { id, uses, needs } = raw as { id: unknown; uses?: unknown; needs?: unknown };
  if (typeof id !== 'string' && typeof id !== 'number') return [];
  return [{ id: String(id), uses: typeof uses === 'string' ? uses : '', needs: [needs ?? []].flat().map(String), fansOut: 'for_each' in raw }];
}

function listOf(file: unknown, key: string): unknown[] | null {
  const found = typeof file === 'object' && file !== null ? (file as Record<string, unknown>)[key] : null;
  return Array.isArray(found) ? found : null;
}
