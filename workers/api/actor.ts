import { actorOfApiKey } from '../accounts/actor-of-api-key.ts';
import { actorOfSession } from '../accounts/session.ts';
import { authenticateAgent } from '../agents/authenticate.ts';
import type { Actor, Ctx } from '../context.ts';
import { clientOf, networkOf } from '../limits.ts';
import { Refusal } from '../refusal.ts';

/** Who asks: an agent by its signature, a key by its bearer token, else the user of the session cookie. The first that is claimed decides. No body is read. */
export async function resolveActor(ctx: Ctx, request: Request): Promise<Actor> {
  const { headers } = request;
  const header = (name: string) => headers.get(name) ?? undefined;
  if (headers.has('signature-input')) {
    const { pathname, search } = new URL(request.url);
    return authenticateAgent(ctx, {
      method: request.method,
      path: pathname,
      query: search,
      contentDigest: header('content-digest'),
      signatureInput: header('signature-input'),
      signature: header('signature'),
      address: addressOf(request),
    });
  }
  const authorization = headers.get('authorization');
  if (authorization === null) return actorOfSession(ctx, headers);
  const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (!bearer) throw new Refusal('unauthenticated', 'The Authorization header is not of the form "Bearer hb_…".');
  return actorOfApiKey(ctx, bearer);
}

/** Network of whoever asks, as Cloudflare saw it. */
export function addressOf(request: Request): string {
  return networkOf(clientOf(request));
}
