import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import type { BundleRequest, EnrolRequest, Report, ResourceReport } from '@home-base/schema/wire/agent.ts';
import { contentDigest, type SignedParts, signatureBase, signatureHeaders } from '@home-base/schema/wire/http-signature.ts';

const encoder = new TextEncoder();

/** What a test may get wrong on purpose. */
export type Forgery = { ageSeconds?: number; nonce?: string; keyId?: string; signWith?: AgentKeys; sentPath?: string; sentBody?: string };

export type AgentKeys = { signingKey: string; sealingKey: string; sign: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array> };

export async function makeAgentKeys(): Promise<AgentKeys> {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('no key pair');
  const sealing = crypto.getRandomValues(new Uint8Array(32));
  return {
    signingKey: Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url'),
    sealingKey: Buffer.from(sealing).toString('base64url'),
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes)),
  };
}

/** A body for `POST /v1/agent/enrol`, proven with `proveWith`. */
export async function enrolRequest(keys: AgentKeys, token: string, proveWith: AgentKeys = keys): Promise<EnrolRequest> {
  const { signingKey, sealingKey } = keys;
  const proof = await proveWith.sign(
    encoder.encode(canonicalText({ purpose: 'home-base/enrol/1', token, signingKey, sealingKey, clusterUid: 'uid-1' })),
  );
  return {
    token,
    signingKey,
    sealingKey,
    proof: Buffer.from(proof).toString('base64url'),
    clusterUid: 'uid-1',
    agentVersion: '0.1.0',
    kubernetesVersion: 'v1.36.3',
  };
}

/** Headers of one signed request. */
export async function signed(
  keys: AgentKeys,
  keyId: string,
  method: string,
  path: string,
  body: string,
  forgery: Forgery = {},
): Promise<Record<string, string>> {
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', encoder.encode(body))).toString('base64');
  const url = new URL(path, 'https://home.example.com');
  const parts: SignedParts = {
    method,
    path: url.pathname,
    query: url.search,
    contentDigest: contentDigest(digest),
    created: Math.floor(Date.now() / 1000) - (forgery.ageSeconds ?? 0),
    nonce: forgery.nonce ?? Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64url'),
    keyId: forgery.keyId ?? keyId,
  };
  const signature = await (forgery.signWith ?? keys).sign(encoder.encode(signatureBase(parts)));
  return signatureHeaders(parts, Buffer.from(signature).toString('base64'));
}

export const nothingYet: BundleRequest = { have: { root: 1, timestamp: 0, snapshot: 0, targets: 0 }, pages: [] };

export function makeReport(counter: number, resources: ResourceReport[] = [], more: Partial<Report> = {}): Report {
  return {
    counter,
    sentAt: new Date().toISOString(),
    agent: { version: '0.1.0', startedAt: new Date().toISOString(), rssBytes: 60_000_000 },
    version: 1,
    phase: 'applied',
    full: false,
    resources,
    gone: [],
    refusals: [],
    heldRemovals: [],
    ...more,
  };
}
