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
const Filling = z.record(z.string(), z.string());

// Names become nested arrays: `y[30000000]` alone would be thirty million entries. No form of ours comes near these; what does is dropped.
const mostFields = 5_000;
const mostRepeats = 300;
const isSaneName = (name: string) =>
  name.length <= 200 && (name.match(/[.[]/g)?.length ?? 0) <= 8 && !/\[\d{4,}/.test(name) && !/(^|[.[])__proto__([\].[]|$)/.test(name);

/** The same form with its quantities as plain numbers; text that is no quantity stays, so that the schema can complain. `intent` names the form, not a field. */
export function readQuantities(formData: FormData): FormData {
  const read = new FormData();
  const seen = new Map<string, number>();
  let fields = 0;
  for (const [name, value] of formData) {
    if (name === 'intent' || name === fillName) continue;
    const repeats = (seen.get(name) ?? 0) + 1;
    seen.set(name, repeats);
    fields += 1;
    if (!isSaneName(name) || repeats > mostRepeats || fields > mostFields) continue;
    read.append(name, typeof value === 'string' ? quantity(name, value) : value);
  }
  return fillIn(read, formData.get(fillName));
}

/** Without JavaScript such a button submits the form, which comes back filled in, with all else that was typed and nothing done. */
function fillIn(form: FormData, pressed: FormDataEntryValue | null): FormData {
  if (typeof pressed !== 'string') return form;
  const filling = Filling.parse(JSON.parse(pressed));
  for (const [name, text] of Object.entries(filling)) form.set(name, quantity(name, text));
  form.set('__intent__', JSON.stringify({ type: 'validate', payload: { name: Object.keys(filling)[0] } }));
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
