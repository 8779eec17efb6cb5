/** A field of the form, made from a parameter of the template. */
export type Field = {
  name: string;
  kind: 'text' | 'number' | 'choice' | 'json';
  integer: boolean;
  description: string;
  required: boolean;
  default: unknown;
  choices: string[];
  minimum?: number;
  maximum?: number;
};

type Property = { type?: string; description?: string; default?: unknown; enum?: unknown[]; minimum?: number; maximum?: number };

/** The fields for a template's parameters, in the order of its file. */
export function fieldsOf(schema: unknown): Field[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, Property>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    kind: property.enum || property.type === 'boolean' ? 'choice' : property.type === 'integer' || property.type === 'number' ? 'number' : property.type === 'array' || property.type === 'object' ? 'json' : 'text',
    integer: property.type === 'integer',
    description: property.description ?? '',
    required: required.includes(name),
    default: property.default,
    choices: property.enum ? property.enum.map(written) : property.type === 'boolean' ? ['true', 'false'] : [],
    minimum: property.minimum,
    maximum: property.maximum,
  }));
}

/** A value as it stands in its field. */
export function written(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The values of the form as parameters: empty ones are left out, and what cannot be read goes as text, so that the server says what is wrong with it. */
export function parametersOf(fields: readonly Field[], values: Readonly<Record<string, string>>, schema: unknown): Record<string, unknown> {
  const properties = ((schema ?? {}) as { properties?: Record<string, Property> }).properties ?? {};
  return Object.fromEntries(
    fields.flatMap((field) => {
      const typed = values[field.name] ?? '';
      if (typed === '') return [];
      const type = properties[field.name]?.type ?? 'string';
      return [[field.name, type === 'string' ? typed : read(typed)]];
    }),
  );
}

function read(typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}
