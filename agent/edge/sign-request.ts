import { createHash, randomBytes } from 'node:crypto';
import { contentDigest, signatureBase, signatureHeaders } from '@home-base/schema/wire/http-signature.ts';

export type Signer = { keyId: string; sign: (bytes: Uint8Array) => Uint8Array };

/** Headers that sign one request: fresh nonce, created now. A request that is sent again is signed again. */
export function signRequest(
  signer: Signer,
  { method, path, query, body }: { method: string; path: string; query: string; body: Uint8Array },
  now = Date.now(),
): Record<string, string> {
  const parts = {
    method,
    path,
    query,
    contentDigest: contentDigest(createHash('sha256').update(body).digest('base64')),
    created: Math.floor(now / 1000),
    nonce: randomBytes(18).toString('base64url'),
    keyId: signer.keyId,
  };
  return signatureHeaders(parts, Buffer.from(signer.sign(Buffer.from(signatureBase(parts)))).toString('base64'));
}
