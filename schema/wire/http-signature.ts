/**
 * RFC 9421 signatures over agent requests: components `@method`, `@path`, `@query`, `content-digest` (RFC 9530, sha-256; always present, also for
 * an empty body), parameters created, nonce, keyid, alg="ed25519". Pure: the caller signs and verifies the base.
 */
export type SignedParts = {
  method: string;
  path: string;
  query: string;
  contentDigest: string;
  created: number;
  nonce: string;
  keyId: string;
};

export const signatureMaxSkewSeconds = 60;

function parameters({ created, nonce, keyId }: SignedParts): string {
  return `("@method" "@path" "@query" "content-digest");created=${created};nonce="${nonce}";keyid="${keyId}";alg="ed25519"`;
}

/** The text to sign (RFC 9421 section 2.5). `query` starts with `?`, also when it is empty (section 2.2.7). */
export function signatureBase(parts: SignedParts): string {
  return [
    `"@method": ${parts.method.toUpperCase()}`,
    `"@path": ${parts.path}`,
    `"@query": ${parts.query || '?'}`,
    `"content-digest": ${parts.contentDigest}`,
    `"@signature-params": ${parameters(parts)}`,
  ].join('\n');
}

export function contentDigest(sha256Base64: string): string {
  return `sha-256=:${sha256Base64}:`;
}

/** Headers of a signed request. */
export function signatureHeaders(parts: SignedParts, signatureBase64: string): Record<string, string> {
  return { 'content-digest': parts.contentDigest, 'signature-input': `hb=${parameters(parts)}`, signature: `hb=:${signatureBase64}:` };
}

const inputPattern =
  /^hb=\("@method" "@path" "@query" "content-digest"\);created=(\d{1,12});nonce="([A-Za-z0-9_-]{16,64})";keyid="([A-Za-z0-9_-]{1,80})";alg="ed25519"$/;
const signaturePattern = /^hb=:([A-Za-z0-9+/=]{80,100}):$/;

/** The parameters that a request claims; undefined when the headers do not have exactly the form that `signatureHeaders` writes. */
export function parseSignatureHeaders(headers: {
  input: string | undefined;
  signature: string | undefined;
}): { created: number; nonce: string; keyId: string; signatureBase64: string } | undefined {
  const input = inputPattern.exec(headers.input ?? '');
  const signature = signaturePattern.exec(headers.signature ?? '');
  if (!input || !signature) return undefined;
  return { created: Number(input[1]), nonce: input[2]!, keyId: input[3]!, signatureBase64: signature[1]! };
}
