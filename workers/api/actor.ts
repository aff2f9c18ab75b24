import { actorOfApiKey } from '../accounts/actor-of-api-key.ts';
import { actorOfSession } from '../accounts/session.ts';
import { authenticateAgent } from '../agents/authenticate.ts';
import type { Actor, Ctx } from '../context.ts';
import { Refusal } from '../refusal.ts';

/** Who asks: an agent by its signature over `signedBody`, a key by its bearer token, else the user of the session cookie. The first that is claimed decides. */
export async function resolveActor(ctx: Ctx, request: Request, signedBody?: Uint8Array<ArrayBuffer>): Promise<Actor> {
  const { headers } = request;
  const header = (name: string) => headers.get(name) ?? undefined;
  if (signedBody) {
    const { pathname, search } = new URL(request.url);
    return authenticateAgent(ctx, {
      method: request.method,
      path: pathname,
      query: search,
      contentDigest: header('content-digest'),
      signatureInput: header('signature-input'),
      signature: header('signature'),
      body: signedBody,
    });
  }
  const authorization = headers.get('authorization');
  if (authorization === null) return actorOfSession(ctx, headers);
  const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (!bearer) throw new Refusal('unauthenticated', 'The Authorization header is not of the form "Bearer hb_…".');
  return actorOfApiKey(ctx, bearer);
}
