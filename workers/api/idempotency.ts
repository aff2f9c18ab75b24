import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { Ctx } from '../context.ts';
import { claimIdempotencyKey, keepAnswer, releaseIdempotencyKey } from '../idempotency.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from './define-route.ts';

const form = /^[\x21-\x7e]{1,200}$/;

/**
 * A write with `Idempotency-Key` is done once: the same request again gets the same answer, another request with that key is refused. A request
 * that was refused or failed frees its key. Answers that show a secret are not kept.
 */
export async function once(
  ctx: Ctx,
  route: Route,
  input: { request: Request; bytes: Uint8Array },
  run: () => Promise<Response>,
): Promise<Response> {
  const key = input.request.headers.get('idempotency-key');
  const { access } = route;
  const { actor } = ctx;
  if (key === null || route.method === 'get' || access === 'public' || (actor.type !== 'user' && actor.type !== 'api_key')) return run();
  if (!form.test(key)) throw new Refusal('invalid', 'An Idempotency-Key has 1 to 200 visible ASCII characters.');
  const { pathname, search } = new URL(input.request.url);
  const fingerprint = sha256Hex(`${actor.id}\n${route.method}\n${pathname}${search}\n${sha256Hex(input.bytes)}`);
  const kept = await claimIdempotencyKey(ctx, access, { key, fingerprint });
  if (kept)
    return new Response(kept.body === '' ? null : kept.body, {
      status: kept.status,
      headers: { 'content-type': 'application/json', 'idempotency-replayed': 'true' },
    });
  try {
    const response = await run();
    await keepAnswer(ctx, access, key, { status: response.status, body: route.showsSecret ? null : await response.clone().text() });
    return response;
  } catch (error) {
    await releaseIdempotencyKey(ctx, access, key);
    throw error;
  }
}
