import { z } from 'zod';

/** One field of a form, from a zod schema: browser-safe. Numbers carry their unit; a list of objects carries the fields of one row. */
export type FormField = {
  /** Dotted, as issues name it: `database.name`. */
  path: string;
  kind: 'text' | 'number' | 'switch' | 'select' | 'list' | 'rows' | 'variants';
  title: string;
  description?: string;
  unit?: string;
  min?: number;
  max?: number;
  options?: string[];
  default?: unknown;
  required: boolean;
  advanced: boolean;
  /** Fields of one row of `rows`. */
  fields?: FormField[];
  /** Alternatives of `variants`, each with the value that chooses it. */
  variants?: { value: string; fields: FormField[] }[];
};

const Node = z.looseObject({
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  unit: z.string().optional(),
  advanced: z.boolean().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), Node).optional();
  },
  get items() {
    return Node.optional();
  },
  get oneOf() {
    return z.array(Node).optional();
  },
});
type Node = z.infer<typeof Node>;

/** The fields that a form for this schema draws, nested objects flattened into dotted paths, in the schema's order. */
export function fieldsOf(schema: z.ZodType): FormField[] {
  return objectFields(Node.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })), '');
}

function objectFields(node: Node, prefix: string): FormField[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    // What chooses a variant is drawn by the choice itself.
    if (field.const !== undefined) return [];
    if (field.type === 'object' && field.properties) return objectFields(field, `${path}.`);
    const required = (node.required ?? []).includes(name) && field.default === undefined;
    return [{ path, title: field.title ?? name, required, advanced: field.advanced ?? false, ...texts(field), ...shapeOf(field) }];
  });
}

function texts({ description, unit, default: initial }: Node) {
  return { ...(description && { description }), ...(unit && { unit }), ...(initial !== undefined && { default: initial }) };
}

function shapeOf(node: Node): Pick<FormField, 'kind'> & Partial<FormField> {
  if (node.enum) return { kind: 'select', options: node.enum };
  if (node.type === 'boolean') return { kind: 'switch' };
  if (node.type === 'integer' || node.type === 'number')
    return {
      kind: 'number',
      ...(node.minimum !== undefined && { min: node.minimum }),
      ...(node.maximum !== undefined && { max: node.maximum }),
    };
  if (node.type === 'array' && node.items) return listOf(node.items);
  return { kind: 'text' };
}

function listOf(item: Node): Pick<FormField, 'kind'> & Partial<FormField> {
  if (item.oneOf)
    return { kind: 'variants', variants: item.oneOf.map((variant) => ({ value: choiceOf(variant), fields: objectFields(variant, '') })) };
  if (item.type === 'object') return { kind: 'rows', fields: objectFields(item, '') };
  return { kind: 'list', ...(item.enum && { options: item.enum }) };
}

function choiceOf(variant: Node): string {
  return Object.values(variant.properties ?? {}).find((field) => field.const !== undefined)?.const ?? '';
}
