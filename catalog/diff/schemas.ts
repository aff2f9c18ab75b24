import { z } from 'zod';

const Definition = z.object({
  spec: z.object({
    versions: z.array(z.object({ name: z.string(), served: z.boolean(), storage: z.boolean(), schema: z.unknown() })),
  }),
});

/** What a definition (CRD) newly knows (+) and no longer knows (-): versions, fields and what must be set, below each version. */
export function compareSchemas(before: unknown, after: unknown): string[] {
  const [old, next] = [linesOf(before), linesOf(after)];
  return [
    ...[...old].filter((line) => !next.has(line)).map((line) => `- ${line}`),
    ...[...next].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ].toSorted((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1));
}

function linesOf(definition: unknown): Set<string> {
  return new Set(
    Definition.parse(definition).spec.versions.flatMap(({ name, served, storage, schema }) => [
      `${name}${served ? ' served' : ''}${storage ? ' stored' : ''}`,
      ...fieldsOf(Schema.catch({}).parse(Root.catch({ openAPIV3Schema: {} }).parse(schema).openAPIV3Schema), name),
    ]),
  );
}

const Root = z.object({ openAPIV3Schema: z.unknown() });
const Schema = z.object({
  type: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  required: z.array(z.string()).optional(),
  enum: z.array(z.unknown()).optional(),
  'x-kubernetes-preserve-unknown-fields': z.boolean().optional(),
});

/** `v1 .spec.replicas: integer`; a value that must be set, or one of a few, says so. */
function fieldsOf(schema: z.output<typeof Schema>, path: string): string[] {
  const required = new Set(schema.required ?? []);
  const below = (inner: unknown, at: string, must = false): string[] => {
    const read = Schema.catch({}).parse(inner);
    const open = read['x-kubernetes-preserve-unknown-fields'] ? ' (open)' : '';
    const choices = read.enum ? ` of ${JSON.stringify(read.enum)}` : '';
    return [`${at}: ${read.type ?? 'any'}${choices}${open}${must ? ' (required)' : ''}`, ...fieldsOf(read, at)];
  };
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([field, inner]) =>
      below(inner, path.includes(' ') ? `${path}.${field}` : `${path} .${field}`, required.has(field)),
    ),
    ...(schema.items === undefined ? [] : below(schema.items, `${path}[]`)),
    ...(typeof schema.additionalProperties === 'object' ? below(schema.additionalProperties, `${path}{}`) : []),
  ];
}
