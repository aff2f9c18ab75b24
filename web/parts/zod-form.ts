import { type DefaultValue, type FormMetadata, type SubmissionResult, useForm } from '@conform-to/react';
import { getZodConstraint, parseWithZod } from '@conform-to/zod/v4';
import type { z } from 'zod';
import { parseBytes, parseCpu } from '../ui/quantity.ts';

/**
 * One zod schema checks a form in the browser and again on the server (parts/form.server.ts). Fields whose name ends in `Bytes` or `Millis`
 * are typed as people write them ("512 MiB", "0.5") and reach the schema as numbers.
 */
export function parseForm<S extends z.ZodType>(formData: FormData, schema: S) {
  return parseWithZod(readQuantities(formData), { schema });
}

/** The same form with its quantities as plain numbers; text that is no quantity stays, so that the schema can complain. `intent` names the form, not a field. */
export function readQuantities(formData: FormData): FormData {
  const read = new FormData();
  for (const [name, value] of formData) {
    if (name === 'intent') continue;
    if (typeof value !== 'string') read.append(name, value);
    else if (name.endsWith('Bytes')) read.append(name, String(parseBytes(value) ?? value));
    else if (name.endsWith('Millis')) read.append(name, String(parseCpu(value) ?? value));
    else read.append(name, value);
  }
  return read;
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
    constraint: getZodConstraint(schema),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseForm(formData, schema),
  });
}

export type ZodForm = FormMetadata<Values, string[]>;
