import type { Battery } from '@home-base/catalog/define.ts';
import { z } from 'zod';
import type { FormField } from '../schema-form.tsx';

const Texts = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  unit: z.string().optional(),
  advanced: z.boolean().optional(),
});

/** The fields of a battery's configuration as a form draws them; read-only ones are fixed once it is enabled. */
export function configFields(battery: Battery, isEnabled: boolean): FormField[] {
  return fieldsOf(battery.config).map((field) => {
    if (!isEnabled || !battery.readOnly.includes(field.name)) return field;
    return { ...field, readOnly: true, description: `${field.description ?? ''} Fixed since the battery was enabled.`.trim() };
  });
}

function fieldsOf(object: z.ZodObject): FormField[] {
  return Object.entries(object.shape).map(([name, field]) => {
    const { title = name, description, unit, advanced } = Texts.parse(textsOf(field));
    const input = inputOf(name, bare(field));
    // Amounts are typed with a unit of their own.
    const isAmount = input.kind === 'bytes' || input.kind === 'cpu';
    return { name, title: unit && !isAmount ? `${title} (${unit})` : title, description, advanced, optional: mayBeEmpty(field), input };
  });
}

/**
 * The schema as a form can fill it. What a form leaves out or empty is never silently the default again: a box that is missing is off, a list that is
 * missing is empty, an emptied text is empty where that is allowed, and everything else has to be filled in. Everything is below `config`, as in the
 * body of the verb, so that its issues find their fields.
 */
export function configForm(battery: Battery) {
  return z.object({ config: formOf(battery.config) }).superRefine(({ config }, check) => {
    // What fields must be to each other; what they must be themselves has been said.
    if (check.issues.length > 0) return;
    for (const { path, message } of battery.config.safeParse(config).error?.issues ?? [])
      check.addIssue({ code: 'custom', path: ['config', ...path], message });
  });
}

function formOf(object: z.ZodObject): z.ZodObject {
  return z.object(Object.fromEntries(Object.entries(object.shape).map(([name, field]) => [name, formField(field)])));
}

function formField(field: z.core.$ZodType): z.core.$ZodType {
  const inner = bare(field);
  if (inner instanceof z.ZodBoolean) return z.boolean().default(false);
  if (inner instanceof z.ZodObject) return formOf(inner);
  if (inner instanceof z.ZodArray && inner.element instanceof z.ZodBoolean) return boxes(lengthOf(inner));
  if (inner instanceof z.ZodArray) return inner;
  // A schema with the default '' is not told that the field was empty: conform leaves it alone.
  if (takesEmptyText(inner)) return new z.ZodDefault({ type: 'default', innerType: inner, defaultValue: '' });
  return isOptional(field) ? z.optional(inner) : inner;
}

/** A box that is off sends nothing, so the list that comes may be shorter, or have holes. */
function boxes(length: number) {
  return z.array(z.boolean().optional()).transform((list) => Array.from({ length }, (_, index) => list[index] === true));
}

const ExactLength = z.object({ check: z.literal('length_equals'), length: z.number() });

/** Of a list that has always so many items; NaN of another. */
function lengthOf({ def }: z.ZodArray): number {
  return (
    (def.checks ?? []).map((check) => ExactLength.safeParse(check._zod.def).data?.length).find((length) => length !== undefined) ??
    Number.NaN
  );
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What is stored: only the fields that differ from the defaults, so that the rest follows the catalog. */
export function changedConfig(battery: Battery, config: Record<string, unknown>): Record<string, unknown> {
  const defaults: Record<string, unknown> = battery.config.parse({});
  return Object.fromEntries(Object.entries(config).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name])));
}

/** The schema inside defaults and optionals. */
function bare(field: z.core.$ZodType): z.core.$ZodType {
  return isWrapped(field) ? bare(field.def.innerType) : field;
}

function isWrapped(field: z.core.$ZodType): field is z.ZodDefault | z.ZodPrefault | z.ZodOptional {
  return field instanceof z.ZodDefault || field instanceof z.ZodPrefault || field instanceof z.ZodOptional;
}

function isOptional(field: z.core.$ZodType): boolean {
  return field instanceof z.ZodOptional || (isWrapped(field) && isOptional(field.def.innerType));
}

/** A text for which '' is an answer: none, or derived. */
function takesEmptyText(field: z.core.$ZodType): boolean {
  return (field instanceof z.ZodUnion || field._zod.def.type === 'string') && z.safeParse(field, '').success;
}

function mayBeEmpty(field: z.core.$ZodType): boolean {
  return isOptional(field) || takesEmptyText(bare(field));
}

/** `.meta()` may stand before or after `.default()`. */
function textsOf(field: z.core.$ZodType): object {
  const found = z.globalRegistry.get(field);
  if (found) return found;
  return isWrapped(field) ? textsOf(field.def.innerType) : {};
}

function inputOf(name: string, field: z.core.$ZodType): FormField['input'] {
  if (field instanceof z.ZodBoolean) return { kind: 'switch' };
  if (field instanceof z.ZodObject) return { kind: 'group', fields: fieldsOf(field) };
  if (field instanceof z.ZodArray && field.element._zod.def.type === 'string') return { kind: 'list' };
  // The only boxes of a number that is known are days of the week, Monday first.
  if (field instanceof z.ZodArray && field.element instanceof z.ZodBoolean && lengthOf(field) === days.length)
    return { kind: 'boxes', labels: days };
  if (field instanceof z.ZodEnum) return { kind: 'choice', options: field.options.map(String) };
  if (field instanceof z.ZodNumber) {
    if (name.endsWith('Bytes')) return { kind: 'bytes' };
    if (name.endsWith('Millis')) return { kind: 'cpu' };
    return { kind: 'number', min: bound(field.minValue), max: bound(field.maxValue), isWhole: field.isInt };
  }
  if (field._zod.def.type === 'string') return { kind: 'text' };
  if (field instanceof z.ZodUnion) return unionInput(name, field);
  throw new Error(`no form can draw the field "${name}" of the type ${field._zod.def.type}: draw it in parts/schema-form.tsx`);
}

/** A union of '' and something is that something, which may be left empty. */
function unionInput(name: string, { options }: z.ZodUnion): FormField['input'] {
  const inner = options.filter((option) => !(option instanceof z.ZodLiteral && option.values.has('')));
  const [only] = inner;
  const input = only && inner.length === 1 ? inputOf(name, bare(only)) : undefined;
  if (input?.kind === 'choice') return { kind: 'choice', options: ['', ...input.options] };
  if (input?.kind === 'text') return input;
  throw new Error(`no form can draw the field "${name}": of unions only '' or one kind of text can be drawn`);
}

/** Of a whole number zod says the largest that a number can hold when nothing else limits it. */
function bound(value: number | null): number | undefined {
  return value !== null && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}
