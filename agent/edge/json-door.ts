import type { z } from 'zod';
import { EdgeRefusal } from './refusal.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes of somebody else into a value of a known shape. Throws EdgeRefusal `malformed`, naming the first field that is wrong. */
export function parseJson<T>(schema: z.ZodType<T>, bytes: Uint8Array | string, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(typeof bytes === 'string' ? bytes : utf8.decode(bytes));
  } catch (error) {
    throw new EdgeRefusal('malformed', `${what} is no JSON`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new EdgeRefusal(
    'malformed',
    `${what} has not the agreed form${issue ? `: ${issue.path.join('.') || 'the whole'}: ${issue.message}` : ''}`,
  );
}
