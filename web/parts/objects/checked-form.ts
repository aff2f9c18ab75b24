import { type Id, idSchema } from '@home-base/schema/ids/id.ts';
import type { Size } from '@home-base/schema/wire/installations.ts';
import { z } from 'zod';
import type { FormChoices } from './form-choices.ts';

/** A number that may be missing here, because the object's own schema says so better. */
export const looseNumber = z.number({ error: 'expected a number' }).optional();
export const looseBytes = z.number({ error: 'expected an amount such as 512 MiB or 16 GiB' }).optional();
export const looseCpu = z.number({ error: 'expected CPUs such as 0.5 or 500m' }).optional();
export const looseText = z.string().optional();
/** A box: one that is not checked sends nothing. */
export const flag = z.boolean().default(false);

/** Size of every object: names as in the catalog. */
export const sizeShape = {
  cpuRequestedMillis: looseCpu,
  cpuLimitMillis: looseCpu,
  memoryRequestedBytes: looseBytes,
  memoryLimitBytes: looseBytes,
};

type Values = Record<string, unknown>;
/** What a new object's form starts from. `asked`: what the address asks for, such as the backup to restore. */
export type Start = { size: Size; choices: FormChoices; asked: URLSearchParams };

/** The form of one kind of object. Every form also says which project the object belongs to. */
export type ObjectFormOf<Spec> = {
  schema: z.ZodType<{ spec: Spec; projectId?: Id<'project'> | undefined }>;
  /** A stored object as the form shows it. */
  fill(object: Spec): Values;
  start(at: Start): Values;
};

type Parts<Shape extends z.ZodRawShape, Spec> = {
  shape: Shape;
  spec: z.ZodType<Spec>;
  toSpec?: (form: z.output<z.ZodObject<Shape>>) => unknown;
  fill?: (object: Spec) => Values;
  start: (at: Start) => Values;
};

/**
 * A form whose fields may differ in shape from the object (lines of text for a list, all fields of a union at once). `toSpec` makes the object of it,
 * the object's own schema checks that, and each issue goes to the form's field that it came from. All fields are below `spec`: a control that is
 * named like a property of the form element, such as `nodeType`, would stand in its place.
 */
export function defineForm<Shape extends z.ZodRawShape, Spec extends Values>({
  shape,
  spec,
  toSpec = (form) => form,
  fill = (object) => object,
  start,
}: Parts<Shape, Spec>): ObjectFormOf<Spec> {
  const schema = z
    .object({ spec: z.object(shape), projectId: idSchema('project').optional() })
    .transform(({ spec: form, projectId }, check) => {
      const value = toSpec(form);
      const parsed = spec.safeParse(value);
      if (parsed.success) return { spec: parsed.data, projectId };
      for (const issue of parsed.error.issues) {
        const isMissing = issue.code === 'invalid_type' && valueAt(value, issue.path) === undefined;
        check.addIssue({
          code: 'custom',
          path: ['spec', ...fieldPath(form, issue.path)],
          message: isMissing ? 'fill this in' : issue.message,
        });
      }
      return z.NEVER;
    });
  return { schema, fill, start };
}

/** The longest part of a path that is a field of the form: an issue of one line of a text belongs to the text. */
export function fieldPath(form: unknown, path: readonly PropertyKey[]): PropertyKey[] {
  const found: PropertyKey[] = [];
  let at = form;
  for (const key of path) {
    if (!isContainer(at)) break;
    found.push(key);
    at = at[key];
  }
  return found;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (isContainer(at) ? at[key] : undefined), value);
}

function isContainer(value: unknown): value is Record<PropertyKey, unknown> {
  return value !== null && typeof value === 'object';
}

/** Lines or comma-separated words, without empty ones. */
export function words(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter(Boolean);
}

/** One item a line, as typed, without empty lines. */
export function lines(text: string | undefined): string[] {
  return (text ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
}
