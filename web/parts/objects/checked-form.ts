import { z } from 'zod';

/** A number that may be missing here, because the object's own schema says so better. */
export const looseNumber = z.number({ error: 'expected a number' }).optional();
export const looseBytes = z.number({ error: 'expected an amount such as 512 MiB or 16 GiB' }).optional();
export const looseCpu = z.number({ error: 'expected CPUs such as 0.5 or 500m' }).optional();
export const looseText = z.string().optional();

/** Size of every object: names as in the catalog. */
export const sizeShape = {
  cpuRequestedMillis: looseCpu,
  cpuLimitMillis: looseCpu,
  memoryRequestedBytes: looseBytes,
  memoryLimitBytes: looseBytes,
};

/**
 * A form whose fields may differ in shape from the object (lines of text for a list, all fields of a union at once). `toSpec` makes the object of it,
 * the object's own schema checks that, and each issue goes to the form's field that it came from.
 */
export function checkedForm<Shape extends z.ZodRawShape>(
  shape: Shape,
  spec: z.ZodType,
  toSpec: (form: z.output<z.ZodObject<Shape>>) => unknown,
) {
  return z.object(shape).superRefine((form, check) => {
    const value = toSpec(form);
    const parsed = spec.safeParse(value);
    if (parsed.success) return;
    for (const issue of parsed.error.issues) {
      const isMissing = issue.code === 'invalid_type' && valueAt(value, issue.path) === undefined;
      check.addIssue({ code: 'custom', path: fieldPath(form, issue.path), message: isMissing ? 'fill this in' : issue.message });
    }
  });
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
