import type { Document } from './json';

/** How many occurrences are asked for: enough for a year of days. */
export const previewCount = 370;

/** The question about a document: the very one that is to be saved, and for whom. */
export function previewBody(document: Document, workflow: string | null, schedule: string | null): Document {
  const asked: Document = { ...document, count: previewCount };
  if (schedule) asked.id = schedule;
  if (workflow) asked.workflow = workflow;
  return asked;
}
