import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { ExportSignature, SignatureState } from '@home-base/schema/wire/project-export.ts';
import { z } from 'zod';
import { verifyEd25519 } from './verify-ed25519.ts';

/** Keeps this key apart from every other use of the secret: another label gives another key (RFC 5869, 3.2). */
const label = 'home-base project export, Ed25519 seed, 1';
/** PKCS #8 of an Ed25519 key up to its 32 byte seed (RFC 8410, 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const Jwk = z.object({ x: z.string() });
const encoder = new TextEncoder();

type ExportKey = { kid: string; secret: CryptoKey; publicKey: string };
const derived = new Map<string, Promise<ExportKey>>();

/**
 * The key that signs exported projects, derived from AUTH_SECRET: it is in no setting and no table, and its own label makes it no use for sessions
 * or TUF. With a new AUTH_SECRET older exports are `unknown`.
 */
function exportKey(secret: string): Promise<ExportKey> {
  let key = derived.get(secret);
  if (!key) {
    key = derive(secret);
    derived.set(secret, key);
  }
  return key;
}

async function derive(secret: string): Promise<ExportKey> {
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveBits']);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(label) };
  const seed = await crypto.subtle.deriveBits(parameters, material, 256);
  const pkcs8 = Buffer.concat([pkcs8Prefix, new Uint8Array(seed)]);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, true, ['sign']);
  const { x } = Jwk.parse(await crypto.subtle.exportKey('jwk', key));
  return { kid: sha256Hex(Buffer.from(x, 'base64url')).slice(0, 16), secret: key, publicKey: x };
}

type Secret = { AUTH_SECRET: string };

export async function signExport({ AUTH_SECRET }: Secret, payload: unknown): Promise<ExportSignature> {
  const { kid, secret } = await exportKey(AUTH_SECRET);
  const signature = await crypto.subtle.sign('Ed25519', secret, encoder.encode(canonicalText(payload)));
  return { kid, value: Buffer.from(signature).toString('base64url') };
}

export async function checkExport(
  { AUTH_SECRET }: Secret,
  payload: unknown,
  signature: ExportSignature | undefined,
): Promise<SignatureState> {
  const { kid, publicKey } = await exportKey(AUTH_SECRET);
  if (signature?.kid !== kid) return 'unknown';
  const value = new Uint8Array(Buffer.from(signature.value, 'base64url'));
  return (await verifyEd25519(publicKey, value, encoder.encode(canonicalText(payload)))) ? 'valid' : 'changed';
}
