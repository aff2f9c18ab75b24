import { type DefaultValue, type FormMetadata, type SubmissionResult, useForm } from '@conform-to/react';
import { getZodConstraint, parseWithZod } from '@conform-to/zod/v4';
import { z } from 'zod';
import { parseBytes, parseCpu } from '../ui/quantity.ts';

/**
 * One zod schema checks a form in the browser and again on the server (parts/form.server.ts). Fields whose name ends in `Bytes` or `Millis`
 * are typed as people write them ("512 MiB", "0.5") and reach the schema as numbers.
 */
export function parseForm<S extends z.ZodType>(formData: FormData, schema: S) {
  return parseWithZod(readQuantities(formData), { schema, error: missingFirst });
}

/** zod says of an empty field what type it had wanted; people want to hear that it is empty. A schema's own words win. */
function missingFirst(issue: { code: string; input?: unknown }): string | undefined {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'fill this in' : undefined;
}

/** Name of the buttons that fill in several fields at once; their value is an object of field names and texts, as JSON. */
export const fillName = 'fill-in';
/** Hidden field that says which org a form was drawn for (org-form.tsx): of the form, like `intent`, and no field of it. */
export const orgFieldName = 'orgId';
/** Names that conform reads for itself. What a form asks of it, and where it stood, which no form of ours sends. */
const intentName = '__intent__';
const stateName = '__state__';
const ofTheForm = new Set(['intent', orgFieldName, fillName, intentName, stateName]);

// Names become nested lists: `y[30000000]` alone would be thirty million entries. No form of ours comes near these; what does is dropped.
const mostFields = 5_000;
const mostRepeats = 300;
const mostFilled = 50;
const wellFormed = /^[^.[\]]+(?:\.[^.[\]]+|\[\d{1,3}\])*(?:\[\])?$/;
const isSaneName = (name: string) =>
  name.length <= 200 &&
  wellFormed.test(name) &&
  (name.match(/[.[]/g)?.length ?? 0) <= 8 &&
  !/(^|[.[])(__proto__|constructor)([\].[]|$)/.test(name);

const SaneName = z.string().refine(isSaneName);
const Place = z.int().min(0).max(999);
/** What our forms ask of conform: rows come and go, presets fill in, fields are checked when they are left. It carries a name as a field does. */
const Intent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('validate'), payload: z.object({ name: SaneName.optional() }) }),
  z.object({ type: z.literal('update'), payload: z.object({ name: SaneName, index: Place.optional(), value: z.string().optional() }) }),
  z.object({
    type: z.literal('insert'),
    payload: z.object({ name: SaneName, index: Place.optional(), defaultValue: z.unknown().optional() }),
  }),
  z.object({ type: z.literal('remove'), payload: z.object({ name: SaneName, index: Place }) }),
]);
const Filling = z.record(SaneName, z.string()).refine((filling) => Object.keys(filling).length <= mostFilled);

/** The same form with its quantities as plain numbers; text that is no quantity stays, so that the schema can complain. What names the form is no field. */
export function readQuantities(formData: FormData): FormData {
  const read = new FormData();
  const seen = new Map<string, number>();
  const fits = listBudget();
  let fields = 0;
  for (const [name, value] of formData) {
    if (ofTheForm.has(name)) continue;
    const repeats = (seen.get(name) ?? 0) + 1;
    seen.set(name, repeats);
    fields += 1;
    if (!isSaneName(name) || repeats > mostRepeats || fields > mostFields || !fits(name)) continue;
    read.append(name, typeof value === 'string' ? quantity(name, value) : value);
  }
  const intent = readJson(formData.get(intentName), Intent);
  if (intent) read.set(intentName, JSON.stringify(intent));
  const filling = readJson(formData.get(fillName), Filling);
  return filling ? fillIn(read, filling) : read;
}

/** Each index is small, but a few hundred KB of names can ask for millions of entries together. A row has a field, so there are no more rows than fields. */
function listBudget(): (name: string) => boolean {
  const lengths = new Map<string, number>();
  let entries = 0;
  return (name) => {
    for (const { 1: index, index: end } of name.matchAll(/\[(\d+)\]/g)) {
      const list = name.slice(0, end);
      const before = lengths.get(list) ?? 0;
      const length = Math.max(before, Number(index) + 1);
      if (entries + length - before > mostFields) return false;
      entries += length - before;
      lengths.set(list, length);
    }
    return true;
  };
}

/** Undefined for what no form of ours sends. */
function readJson<S extends z.ZodType>(text: FormDataEntryValue | null, schema: S): z.output<S> | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Without JavaScript such a button submits the form, which comes back filled in, with all else that was typed and nothing done. */
function fillIn(form: FormData, filling: z.output<typeof Filling>): FormData {
  for (const [name, text] of Object.entries(filling)) form.set(name, quantity(name, text));
  form.set(intentName, JSON.stringify({ type: 'validate', payload: { name: Object.keys(filling)[0] } }));
  return form;
}

function quantity(name: string, text: string): string {
  if (name.endsWith('Bytes')) return String(parseBytes(text) ?? text);
  if (name.endsWith('Millis')) return String(parseCpu(text) ?? text);
  return text;
}

type Values = Record<string, unknown>;
/** What the action answered to this form, if it did. */
export type LastResult = SubmissionResult<string[]> | null | undefined;

/**
 * conform's `useForm` as every form here uses it: errors appear when a field is left, and go as it is mended. `lastResult` is what the action
 * answered (`actionData?.result`); a new `id` starts the form afresh.
 */
export function useZodForm<S extends z.ZodType<Values>>(
  schema: S,
  { id, lastResult, defaultValue }: { id: string; lastResult: LastResult; defaultValue?: Values },
) {
  return useForm<Values>({
    id,
    lastResult: lastResult ?? null,
    // conform writes any plain value into text; its type cannot say so for a schema that is only known when it runs.
    defaultValue: (defaultValue ?? {}) as DefaultValue<Values>,
    // Of a form that makes something else of its fields, the fields are what goes in.
    constraint: getZodConstraint(schema instanceof z.ZodPipe ? schema.def.in : schema),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseForm(formData, schema),
  });
}

export type ZodForm = FormMetadata<Values, string[]>;
