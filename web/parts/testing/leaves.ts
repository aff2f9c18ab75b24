import { z } from 'zod';

type Path = (string | number)[];
/** One value of a schema and what it takes: `outside` is refused with `message`, `inside` is the nearest that is not. */
export type Bound = { path: Path; outside: unknown; inside: unknown; message: string };

/** The bounds of every number, length and choice of a schema, at each place where `value` has one. */
export function boundsOf(schema: z.core.$ZodType, value: unknown, path: Path = []): Bound[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return boundsOf(schema.def.innerType, value, path);
  if (schema instanceof z.ZodObject) {
    const fields: Record<string, unknown> = { ...Object(value) };
    return Object.entries(schema.shape).flatMap(([name, field]) => boundsOf(field, fields[name], [...path, name]));
  }
  if (schema instanceof z.ZodArray)
    return Array.isArray(value) ? value.flatMap((item, index) => boundsOf(schema.element, item, [...path, index])) : [];
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const option = schema.options.find((each) => z.safeParse(each, value).success);
    return option ? boundsOf(option, value, path) : [];
  }
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((each) => (z.safeParse(each, value).success ? boundsOf(each, value, path) : []));
  return triesOf(schema, value).flatMap(({ outside, inside }) => {
    const refused = z.safeParse(schema, outside);
    const message = refused.success ? undefined : refused.error.issues[0]?.message;
    return message === undefined ? [] : [{ path, outside, inside, message }];
  });
}

function triesOf(schema: z.core.$ZodType, value: unknown): { outside: unknown; inside: unknown }[] {
  if (schema instanceof z.ZodNumber) {
    const { minValue, maxValue } = schema;
    return [
      ...(minValue !== null && Number.isSafeInteger(minValue - 1) ? [{ outside: minValue - 1, inside: minValue }] : []),
      ...(maxValue !== null && Number.isSafeInteger(maxValue + 1) ? [{ outside: maxValue + 1, inside: maxValue }] : []),
    ];
  }
  if (schema instanceof z.ZodString) {
    const { maxLength } = schema;
    return [
      ...(maxLength !== null ? [{ outside: 'a'.repeat(maxLength + 1), inside: value }] : []),
      // No name, reference, path or range of ours may hold these.
      { outside: '"%^', inside: value },
    ];
  }
  return schema instanceof z.ZodEnum ? [{ outside: 'no-such-choice', inside: value }] : [];
}

/** `value` with another one at `path`. */
export function withAt<T>(value: T, path: Path, next: unknown): T {
  const copy = structuredClone(value);
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce<object>((at, part) => Object(Reflect.get(at, part)), Object(copy));
  if (last !== undefined) Reflect.set(parent, last, next);
  return copy;
}

/** The name of a form's field. */
export function fieldName(path: Path): string {
  return path.reduce<string>((name, part) => (typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${part}` : part), '');
}
