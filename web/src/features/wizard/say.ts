import { stringify } from 'yaml';
import { wizard as text } from '@/text/wizard';
import { WHEN } from './conflict';
import type { Json } from './json';

/** A field's name as people read it. */
export function fieldWords(field: string): string {
  return field === WHEN ? text.conflict.when : field;
}

/** A value as YAML on one line. */
export function valueWords(value: Json | undefined): string {
  if (value === undefined) return text.review.noValue;
  const written = stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? written.replace(/^\{\s*|\s*\}$/g, '') : written;
}
