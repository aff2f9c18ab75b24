const keyBytes = 32;
const signatureBytes = 64;

/** True when `signature` over `message` is by the raw public key (base64url). A key or signature of the wrong size is just false. */
export async function verifyEd25519(
  publicKeyBase64Url: string,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const raw = Buffer.from(publicKeyBase64Url, 'base64url');
  if (raw.length !== keyBytes || signature.length !== signatureBytes) return false;
  try {
    const key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, message);
  } catch {
    // The bytes are no point of the curve.
    return false;
  }
}
