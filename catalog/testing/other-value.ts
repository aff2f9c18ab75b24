import { z } from 'zod';

/** Texts of every shape that a config field asks for; the first that the schema takes is used. */
const texts = [
  'battery-elsewhere',
  'registry.example/changed:1',
  'other',
  '/other',
  'other@example.com',
  'other.example.com',
  '/var/lib/other',
  'https://other.example.com',
  'arn:aws:iam::123456789012:role/other',
  '10.9.9.0/28',
  '0330',
  '17h',
  '31d',
  'al2023@v20260101',
  'bottlerocket@v9.9.9',
  '',
  'eu-west-1',
];

/** A value that the schema takes and that differs from `current`. Throws when none is found: give the field a `meta.example`. */
export function otherValue(schema: unknown, current: unknown): unknown {
  const [first] = otherValues(schema, current);
  if (first) return first.value;
  throw new Error(`no other value than ${JSON.stringify(current)} is known for this field: give its schema a meta({ example })`);
}

/** All values that are known of and that the schema takes; of an optional field also none at all. */
export function otherValues(schema: unknown, current: unknown): { value: unknown }[] {
  const type = z.instanceof(z.ZodType).parse(schema);
  const example: unknown = type.meta()?.example;
  return [...(example === undefined ? [] : [example]), ...candidates(type, current), undefined]
    .filter((value) => type.safeParse(value).success && JSON.stringify(type.parse(value)) !== JSON.stringify(current))
    .map((value) => ({ value }));
}

function candidates(schema: z.ZodType, current: unknown): unknown[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return candidates(z.instanceof(z.ZodType).parse(schema.unwrap()), current);
  if (schema instanceof z.ZodEnum) return [...schema.options];
  if (schema instanceof z.ZodArray) {
    const element = z.instanceof(z.ZodType).parse(schema.element);
    const list = Array.isArray(current) ? current : [];
    return [
      list.slice(0, -1),
      ...candidates(element, list[0]).map((value) => [value]),
      [...list, ...list],
      list.map((value) => (typeof value === 'boolean' ? !value : value)),
      [],
    ];
  }
  if (schema instanceof z.ZodObject) {
    const fields: Record<string, unknown> = typeof current === 'object' && current !== null ? { ...current } : {};
    return Object.entries(schema.shape).flatMap(([field, of]) =>
      candidates(z.instanceof(z.ZodType).parse(of), fields[field]).map((value) => ({ ...fields, [field]: value })),
    );
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => candidates(z.instanceof(z.ZodType).parse(option), current));
  const number = typeof current === 'number' ? current : 1;
  return [!current, number + 1, number - 1, number * 2, 17, ...texts];
}
