import type { Schedule } from '@/shared/api/types';
import { isObject, type Document, type Json } from './json';

/** What holds of a schedule, its override included, as a document. */
export function definitionOf(schedule: Schedule): Document {
  const definition = schedule.definition as Json | undefined;
  return isObject(definition) ? definition : {};
}

/** How people call it: its workflow's name, with its key where it has one. */
export function nameOf(schedule: Schedule): string {
  const name = schedule.workflow_name ?? schedule.workflow_id;
  return schedule.key ? `${name}, ${schedule.key}` : name;
}
