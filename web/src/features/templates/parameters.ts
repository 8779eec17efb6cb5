import { templates } from '@/text/templates';

/** A parameter as the JSON Schema of a template describes it. */
export type Parameter = { name: string; type: string; description: string; required: boolean; default: unknown; range: string };

type Field = { type?: string; description?: string; default?: unknown; enum?: unknown[]; minimum?: number; maximum?: number; pattern?: string };

/** The parameters of a template, in the order of its file. */
export function parametersOf(schema: unknown): Parameter[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, Field>; required?: string[] };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    type: field.type ?? 'string',
    description: field.description ?? '',
    required: required.includes(name),
    default: field.default,
    range: rangeOf(field),
  }));
}

function rangeOf({ enum: values, minimum, maximum, pattern }: Field): string {
  const say = templates.range;
  if (values) return values.map(String).join(', ');
  if (minimum !== undefined && maximum !== undefined) return say.between(minimum, maximum);
  if (minimum !== undefined) return say.least(minimum);
  if (maximum !== undefined) return say.most(maximum);
  return pattern ? say.pattern(pattern) : '';
}
