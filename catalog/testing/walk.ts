import { z } from 'zod';

export type Path = (string | number)[];
export type Leaf = { path: Path; schema: z.ZodType };

/** Every field below a schema as far as `value` has it: through objects, the elements of arrays, and the fitting member of unions. What tells a member from the others is no field. */
export function leavesOf(schema: z.ZodType, value: unknown, path: Path = []): Leaf[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject && isRecord(value))
    return Object.entries(inner.shape).flatMap(([field, of]) => leavesOf(asType(of), value[field], [...path, field]));
  if (inner instanceof z.ZodArray && Array.isArray(value) && value.length > 0)
    return [{ path, schema }, ...value.flatMap((element, index) => leavesOf(asType(inner.element), element, [...path, index]))];
  if (inner instanceof z.ZodUnion) {
    const member = inner.options.map(asType).find((option) => unwrapped(option) instanceof z.ZodObject && option.safeParse(value).success);
    if (member) return leavesOf(member, value, path);
  }
  return inner instanceof z.ZodLiteral ? [] : [{ path, schema }];
}

/** The schema without what makes it optional. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return unwrapped(asType(schema.unwrap()));
  return schema;
}

export function getIn(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => (isRecord(at) || Array.isArray(at) ? Reflect.get(at, step) : undefined), value);
}

/** A copy with another value at `path`; undefined takes the field away. */
export function setIn<T>(value: T, path: Path, next: unknown): T {
  const copy = structuredClone(value);
  const parent = getIn(copy, path.slice(0, -1));
  if (!isRecord(parent) && !Array.isArray(parent)) throw new Error(`there is nothing at ${path.join('.')}`);
  Reflect.set(parent, path.at(-1) ?? '', next);
  return copy;
}

/** `containers.0.env.0.name` → `containers.env.name`. */
export function fieldName(path: Path): string {
  return path.filter((step) => typeof step === 'string').join('.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asType(schema: unknown): z.ZodType {
  return z.instanceof(z.ZodType).parse(schema);
}
