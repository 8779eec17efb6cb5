import { stringify } from 'yaml';

/** A schedule's definition as the files write it. */
export function yamlOf(definition: unknown): string {
  return definition === null || definition === undefined ? '' : stringify({ schedule: definition }, { lineWidth: 0 });
}
