import { isObject, type Document } from './json';

// What a preview reads of a schedule's document.
const keys = ['cron', 'every', 'at', 'anchor', 'daily', 'weekly', 'monthly', 'once', 'timezone', 'dst', 'calendar', 'start_at', 'end_at'];

/** How many occurrences are asked for: enough for a year of days. */
export const previewCount = 370;

/** The question about a document. */
export function previewBody(document: Document, workflow: string | null, schedule: string | null): Document {
  const asked: Document = Object.fromEntries(Object.entries(document).filter(([key]) => keys.includes(key)));
  asked.count = previewCount;
  if (schedule) asked.id = schedule;
  if (workflow) asked.workflow = workflow;
  const budget = isObject(document.budget) ? document.budget.month : document.budget;
  if (budget !== undefined) asked.budget = budget;
  return asked;
}
