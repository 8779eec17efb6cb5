import type { Problem } from '@/shared/api/types';
import { same, valueAt, type Document } from './json';
import { isRecurrenceKey } from './recurrence';

export const steps = ['what', 'when', 'if', 'review'] as const;
export type Step = (typeof steps)[number];

const what = ['workflow', 'id', 'description', 'tags', 'owner', 'input'];
const when = ['timezone', 'calendar', 'start_at', 'end_at', 'jitter', 'dst', 'run_window', 'max_runs', 'enabled'];
const inCase = ['overlap_policy', 'concurrency', 'catch_up', 'max_staleness', 'auto_pause', 'budget', 'cost_limit', 'window', 'depends_on', 'priority', 'execution_history_limit'];
const fieldless = ['', 'when', 'dst', 'enabled', 'run_window', 'depends_on', 'priority'];

/** Where a problem is, without the place in a list: `weekly.at[1]` is `weekly.at`; '' for one of the whole document. */
export function fieldOf(problem: Problem): string {
  return (problem.field ?? '').replace(/\[\d+\].*$/, '');
}

/** The step that has the field; what belongs to none is shown on the last. */
export function stepOf(field: string): Step {
  const key = field.split('.')[0]!;
  if (what.includes(key)) return 'what';
  if (when.includes(key) || isRecurrenceKey(key) || key === 'when') return 'when';
  return inCase.includes(key) ? 'if' : 'review';
}

/** The problems at a field or within it. */
export function problemsAt(problems: readonly Problem[], field: string): Problem[] {
  return problems.filter((problem) => {
    const at = fieldOf(problem);
    return at === field || at.startsWith(`${field}.`);
  });
}

/** The problems of a step that no input of it shows. */
export function unplaced(problems: readonly Problem[], step: Step): Problem[] {
  return problems.filter((problem) => {
    const field = fieldOf(problem);
    const key = field.split('.')[0]!;
    return stepOf(field) === step && (step === 'review' || fieldless.includes(key) || field === 'weekly' || field === 'monthly' || field === 'daily');
  });
}

/** Of the problems that the server found in `sent`, those whose field is still as it was. */
export function stillTrue(problems: readonly Problem[], sent: Document, document: Document): Problem[] {
  return problems.filter((problem) => {
    const field = fieldOf(problem);
    return field === '' ? same(sent, document) : same(valueAt(sent, field), valueAt(document, field));
  });
}

const key = (problem: Problem) => `${problem.code} ${fieldOf(problem)}`;

/** Both lists, each problem once. */
export function together(first: readonly Problem[], second: readonly Problem[]): Problem[] {
  const known = new Set(first.map(key));
  return [...first, ...second.filter((problem) => !known.has(key(problem)))];
}
