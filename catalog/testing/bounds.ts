import { z } from 'zod';
import { unwrapped } from './walk.ts';

/** Values at the edge of what a schema takes: each of `inside` must be taken, each of `outside` refused. From its JSON Schema, which is what the API shows. */
export function boundsOf(schema: z.ZodType): { inside: unknown[]; outside: unknown[] } {
  const json = JsonSchema.parse(z.toJSONSchema(unwrapped(schema), { unrepresentable: 'any' }));
  const inside: unknown[] = [];
  const outside: unknown[] = [];
  const { minimum, maximum, maxLength, enum: options, type } = json;
  const isNumber = type === 'integer' || type === 'number';
  if (isNumber && minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) {
    inside.push(minimum);
    outside.push(minimum - 1);
  }
  if (isNumber && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) {
    inside.push(maximum);
    outside.push(maximum + 1);
  }
  if (type === 'integer') outside.push((minimum ?? 0) + 0.5);
  if (type === 'string' && maxLength !== undefined && json.pattern === undefined && !options) {
    inside.push('x'.repeat(maxLength));
    outside.push('x'.repeat(maxLength + 1));
  }
  if (type === 'string' && maxLength !== undefined && json.pattern !== undefined) outside.push('x'.repeat(maxLength + 1));
  if (type === 'string' && json.pattern !== undefined) outside.push('\u0000 not a name');
  if (options) {
    inside.push(...options);
    outside.push('no such option');
  }
  if (type === 'boolean') {
    inside.push(true, false);
    outside.push('yes');
  }
  if (type === 'array') outside.push('no list', ...(json.minItems ? [[]] : []));
  return { inside, outside };
}

const JsonSchema = z.looseObject({
  type: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
});
