import { timingSafeEqual } from 'node:crypto';
import { contentDigest, parseSignatureHeaders, signatureBase, signatureMaxSkewSeconds } from '@home-base/schema/wire/http-signature.ts';
import type { Actor, Ctx } from '../context.ts';
import { requireWithinLimit } from '../limits.ts';
import { callRoom } from '../live/room-call.ts';
import { Refusal } from '../refusal.ts';
import { verifyEd25519 } from '../trust/verify-ed25519.ts';
import { findAgentKey } from './find-agent-key.ts';
import { noteSeen } from './note-seen.ts';

/** A request as it came, without its body: `path` and `query` as in the address line, the headers' texts, the network address that it came from. */
export type SignedRequest = {
  method: string;
  path: string;
  query: string;
  contentDigest: string | undefined;
  signatureInput: string | undefined;
  signature: string | undefined;
  address: string;
};

export type AgentActor = Extract<Actor, { type: 'agent' }>;

/**
 * RFC 9421 signature of an agent → who it is, before its body is read: what is signed is the body's digest, which `requireSignedBody` compares. Refuses
 * `unauthenticated` and says which check failed, the cheapest first; a nonce counts only once the signature is right, so that a stranger cannot use
 * one up.
 */
export async function authenticateAgent(ctx: Ctx, request: SignedRequest): Promise<AgentActor> {
  const claimed = parseSignatureHeaders({ input: request.signatureInput, signature: request.signature });
  if (!claimed || request.contentDigest === undefined)
    throw refuse('The request is not signed as an agent signs: send content-digest, signature-input and signature as RFC 9421 has them.');
  const now = ctx.now();
  const skewSeconds = Math.floor(now.getTime() / 1000) - claimed.created;
  if (Math.abs(skewSeconds) > signatureMaxSkewSeconds)
    throw refuse(
      `The signature was made ${Math.abs(skewSeconds)} seconds ${skewSeconds > 0 ? 'ago' : 'in the future'}; at most ${signatureMaxSkewSeconds} are accepted. Set the clock of the cluster’s node: the time here is ${now.toISOString()}.`,
    );
  await requireWithinLimit(ctx, 'signed', request.address);
  const key = await findAgentKey(ctx, claimed.keyId);
  if (!key) throw refuse(`No agent has the key ${claimed.keyId}. It was deleted with its installation, or it never enrolled here.`);
  const { method, path, query, contentDigest } = request;
  const base = signatureBase({ ...claimed, method, path, query, contentDigest });
  if (!(await verifyEd25519(key.signingKey, Buffer.from(claimed.signatureBase64, 'base64'), new TextEncoder().encode(base))))
    throw refuse('The signature does not fit the request and the agent’s key.');
  await callRoom(ctx, key.installationId, '/agent/admit', {
    method: 'POST',
    body: JSON.stringify({ agentId: key.agentId, nonce: claimed.nonce, created: claimed.created }),
  });
  noteSeen(ctx, key);
  return { type: 'agent', id: key.agentId, orgId: key.orgId, installationId: key.installationId };
}

/** Refuses a body that is not the one whose digest was signed. */
export async function requireSignedBody(body: Uint8Array<ArrayBuffer>, signedDigest: string | null): Promise<void> {
  const digest = contentDigest(Buffer.from(await crypto.subtle.digest('SHA-256', body)).toString('base64'));
  if (!isEqualText(digest, signedDigest ?? ''))
    throw refuse('The body does not have the content-digest that was signed: it was changed or cut on its way.');
}

const refuse = (text: string) => new Refusal('unauthenticated', text);

function isEqualText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
