import { canonicalBytes } from '@home-base/schema/kube/canonical.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { type EnrolProof, type EnrolRequest, EnrolResponse } from '@home-base/schema/wire/agent.ts';
import { byteCaps } from '@home-base/schema/wire/manifest.ts';
import { withRetries } from './backoff.ts';
import { parseJson } from './json-door.ts';
import { type AgentKeys, type Enrolment, signBytes } from './keys.ts';
import { EdgeRefusal } from './refusal.ts';
import { EdgeUnavailable, type Requester } from './request.ts';

/** The token was not accepted: only a person with a new one-liner can help. */
export class EnrolmentRefused extends Error {}

export type ClusterIdentity = { clusterUid: string; kubernetesVersion: string; agentVersion: string };

/** Trades the single-use token for an identity, proving possession of the signing key (schema/wire/agent.ts). Throws EnrolmentRefused on a 4xx. */
export async function enrol(
  requester: Requester,
  { token, keys, cluster, signal }: { token: string; keys: AgentKeys; cluster: ClusterIdentity; signal: AbortSignal },
): Promise<Enrolment> {
  const { signingPublic: signingKey, sealingPublic: sealingKey } = keys;
  const proof: EnrolProof = { purpose: 'home-base/enrol/1', token, signingKey, sealingKey, clusterUid: cluster.clusterUid };
  const body: EnrolRequest = {
    token,
    signingKey,
    sealingKey,
    proof: signBytes(keys, canonicalBytes(proof)).toString('base64url'),
    ...cluster,
  };
  try {
    const { bytes } = await withRetries(
      () => requester.send({ method: 'POST', path: '/v1/agent/enrol', body, capBytes: 64 << 10, signal }),
      { attempts: 6, signal },
    );
    const { installationId, agentId, keyId } = parseJson(EnrolResponse, bytes, 'the answer to the enrolment');
    return { installationId, agentId, keyId, tokenSha256: sha256Hex(token) };
  } catch (error) {
    if (error instanceof EdgeUnavailable && error.status >= 400 && error.status < 500 && error.status !== 429 && error.status !== 408)
      throw new EnrolmentRefused(
        `Home Base did not accept the enrolment token (${error.message}): make a new one-liner in Home Base and apply it again.`,
        { cause: error },
      );
    throw error;
  }
}

/** The first trusted root: the bytes whose sha256 the one-liner pinned. Whoever serves them cannot choose them. */
export async function fetchRoot(requester: Requester, rootSha256: string, signal: AbortSignal): Promise<Buffer> {
  const path = `/v1/agent/root/${rootSha256}`;
  const { bytes } = await withRetries(
    () =>
      requester.send({ method: 'GET', path, capBytes: byteCaps.root, accept: ['application/json', 'application/octet-stream'], signal }),
    { attempts: 6, signal },
  );
  const got = sha256Hex(bytes);
  if (got !== rootSha256)
    throw new EdgeRefusal('root_hash', `${path} was answered with other bytes (sha256 ${got}) than the one-liner pins`);
  return bytes;
}
