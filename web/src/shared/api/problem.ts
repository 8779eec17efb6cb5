import { shell } from '@/text/shell';
import type { Api, Problem } from './types';

/** What is wrong, whoever said so: the server's problems, or one that says the server cannot be reached. */
export function problemsOf(error: unknown): Problem[] {
  if (isApiProblem(error)) return error.problems.length > 0 ? error.problems : [plain(error.detail || error.title, error.code)];
  return [plain(error instanceof TypeError ? shell.unreachable : error instanceof Error ? error.message : String(error))];
}

/** The status of the answer, or null when there was none. */
export function statusOf(error: unknown): number | null {
  return isApiProblem(error) ? error.status : null;
}

/** The problems by the field they are about; those about none under ''. */
export function byField(problems: readonly Problem[]): Record<string, Problem[]> {
  const found: Record<string, Problem[]> = {};
  for (const problem of problems) (found[problem.field ?? ''] ??= []).push(problem);
  return found;
}

function isApiProblem(error: unknown): error is Api<'ApiProblem'> {
  return typeof error === 'object' && error !== null && 'problems' in error && Array.isArray(error.problems);
}

function plain(message: string, code = ''): Problem {
  return { code, message, severity: 'error', suggestion: null, file: null, field: null, line: null, column: null, rule: null, fix: null };
}
