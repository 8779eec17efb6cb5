import { problemsOf } from '@/shared/api/problem';

/** Whether the server refused only because the money of the month is spent: said why, it runs all the same. */
export function isOverBudget(error: unknown): boolean {
  return error !== null && error !== undefined && problemsOf(error).some((problem) => problem.code === 'SCH005');
}
