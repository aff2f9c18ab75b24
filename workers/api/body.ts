import { Refusal } from '../refusal.ts';
import type { Route } from './define-route.ts';
import { requireStorable } from './storable.ts';

/** The body within the route's cap, as bytes (an agent signs them) and, when asked, as JSON. An endless one is cut off at the cap. */
export async function readBody(
  request: Request,
  route: Pick<Route, 'maxBytes' | 'body'>,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; json: () => unknown }> {
  const bytes = await readCapped(request, route.maxBytes);
  const json = () => {
    if (!route.body) return undefined;
    if (bytes.length === 0) return undefined;
    const type = request.headers.get('content-type') ?? '';
    if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type))
      throw new Refusal('invalid', `Send JSON with "content-type: application/json"; this came as ${type || 'no type at all'}.`);
    return parseJson(bytes);
  };
  return { bytes, json };
}

function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal('invalid', `The body is not JSON: ${error instanceof Error ? error.message : 'it could not be read'}.`, {
      cause: error,
    });
  }
  requireStorable(text, value);
  return value;
}

/** Bytes of a body; refuses one that is larger, also when it does not say so. */
export async function readCapped(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new Refusal('too_large', `The body is larger than ${maxBytes} bytes, the most that is accepted here.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
