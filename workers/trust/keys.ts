import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { canonicalize } from '@tufjs/canonical-json';
import { Key } from '@tufjs/models';
import { z } from 'zod';

/** A private Ed25519 key of the trust chain: `pkcs8` is its DER in base64, `publicHex` the raw 32 bytes. */
export const SigningKey = z.object({ keyId: z.string(), publicHex: z.string().regex(/^[0-9a-f]{64}$/), pkcs8: z.string() });
export type SigningKey = z.infer<typeof SigningKey>;

/** Roles whose keys the edge holds; root's never get there. */
export const onlineRoles = ['timestamp', 'snapshot', 'targets'] as const;
export type OnlineRole = (typeof onlineRoles)[number];

const OnlineKeys = z.array(z.object({ role: z.enum(onlineRoles), keyId: z.string(), pkcs8: z.string() }));
export type OnlineKeys = z.infer<typeof OnlineKeys>;

/** A fresh key pair; the key id is the sha256 of the key's canonical JSON, as TUF 1.0.34 section 4.2 has it. */
export async function generateSigningKey(): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('this runtime made no Ed25519 key pair');
  const publicHex = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('hex');
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', pair.privateKey)).toString('base64');
  return { keyId: publicKey(publicHex).keyID, publicHex, pkcs8 };
}

/** The public half in the form that root metadata lists. */
export function publicKey(publicHex: string): Key {
  const body = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: publicHex } };
  return new Key({ keyID: sha256Hex(canonicalize(body)), keyType: body.keytype, scheme: body.scheme, keyVal: body.keyval });
}

const imported = new Map<string, Promise<CryptoKey>>();

/** Ed25519 signature, hex. The imported key is kept for the life of the isolate: an import costs more than a signature. */
export async function signBytes(key: Pick<SigningKey, 'pkcs8'>, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  let secret = imported.get(key.pkcs8);
  if (!secret) {
    secret = crypto.subtle.importKey('pkcs8', Buffer.from(key.pkcs8, 'base64'), { name: 'Ed25519' }, false, ['sign']);
    imported.set(key.pkcs8, secret);
  }
  return Buffer.from(await crypto.subtle.sign('Ed25519', await secret, bytes)).toString('hex');
}

/** Parses the setting TUF_KEYS; throws when a role has no key. */
export function parseOnlineKeys(text: string): OnlineKeys {
  const keys = OnlineKeys.parse(JSON.parse(text));
  for (const role of onlineRoles) {
    if (!keys.some((key) => key.role === role))
      throw new Error(`TUF_KEYS holds no key for the role ${role}: make them with workers/trust/ceremony-cli.ts`);
  }
  return keys;
}
