/** The part of JSON Schema that completion reads. */
export type Schema = {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
};

export type TaskType = { name: string; summary: string; group: string; input_schema: Schema };

/** What may stand in a workflow file: the schema of its keys, and the task types of this server with their input. */
export type Knowledge = { schema: Schema; taskTypes: readonly TaskType[] };

/** All schemas that may hold at a path; several where one of several shapes fits. `uses` says which task's input a `with` holds. */
export function schemasAt({ schema: root, taskTypes }: Knowledge, path: readonly string[], uses: string | null): Schema[] {
  const shapes = (schema: Schema, own: Schema): Schema[] => {
    if (schema.$ref) {
      const target = own.$defs?.[schema.$ref.split('/').at(-1) ?? ''];
      // What is said beside a reference is about this place and comes first.
      return target ? shapes(target, own).map((found) => (schema.description ? { ...found, description: schema.description } : found)) : [];
    }
    const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
    return parts.length > 0 ? parts.flatMap((part) => shapes(part, own)).map((found) => ({ ...found, description: schema.description ?? found.description })) : [schema];
  };
  let own = root;
  let now = shapes(root, root);
  path.forEach((step, at) => {
    const type = step === 'with' && path.lastIndexOf('with') === at ? taskTypes.find((one) => one.name === uses) : undefined;
    if (type) {
      own = type.input_schema;
      now = shapes(own, own);
      return;
    }
    now = now.flatMap((schema) => {
      if (step === '*') return schema.items ? shapes(schema.items, own) : [];
      const found = schema.properties?.[step] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
      return found ? shapes(found, own) : [];
    });
  });
  return now;
}

/** "text, one of a, b · default a": what a value may be. */
export function kindOf(schema: Schema): string {
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  // Plain text may be written as a number or true; that is not worth telling.
  const type = types.includes('string') ? 'string' : types.join(' or ');
  const range = schema.minimum !== undefined || schema.maximum !== undefined ? `${schema.minimum ?? ''}–${schema.maximum ?? ''}` : '';
  return [schema.enum ? schema.enum.map(String).join(' | ') : type, range].filter(Boolean).join(' ');
}

/** A description without the links of its markdown. */
export function plain(description: string | undefined): string {
  return (description ?? '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}
