import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { StateStore } from './store.ts';

/** Made in the cluster, kept in Secret `agent-state-keys`, never sent: Ed25519 signs requests, X25519 opens sealed secrets. */
export type AgentKeys = {
  signing: KeyObject;
  sealing: KeyObject;
  /** Raw public keys, 32 bytes, base64url, as the wire wants them. */
  signingPublic: string;
  sealingPublic: string;
};

export type Enrolment = { installationId: string; agentId: string; keyId: string; tokenSha256: string };
export type Identity = { keys: AgentKeys; enrolment: Enrolment | undefined };

const name = 'agent-state-keys';

/** The agent's identity from the cluster; makes and stores new keys when there are none. Throws on a Secret that holds something else. */
export async function loadIdentity(store: StateStore): Promise<Identity> {
  const data = await store.read('Secret', name);
  if (data?.signing && data.sealing)
    return { keys: keysFrom(data.signing, data.sealing), enrolment: data.enrolment ? parseEnrolment(data.enrolment) : undefined };
  const keys = fromPrivate(generateKeyPairSync('ed25519').privateKey, generateKeyPairSync('x25519').privateKey);
  // Stored before anyone hears of them: an enrolment whose answer is lost can then be told apart from a stranger's.
  await storeIdentity(store, { keys, enrolment: undefined });
  return { keys, enrolment: undefined };
}

export async function storeIdentity(store: StateStore, { keys, enrolment }: Identity): Promise<void> {
  await store.write('Secret', name, {
    signing: keys.signing.export({ type: 'pkcs8', format: 'der' }),
    sealing: keys.sealing.export({ type: 'pkcs8', format: 'der' }),
    ...(enrolment ? { enrolment: Buffer.from(JSON.stringify(enrolment)) } : {}),
  });
}

/** For a second enrolment: the old key may be why there is one. The sealing key stays, or what was sealed to it would be lost. */
export function withNewSigningKey(keys: AgentKeys): AgentKeys {
  return fromPrivate(generateKeyPairSync('ed25519').privateKey, keys.sealing);
}

export function signBytes(keys: AgentKeys, bytes: Uint8Array): Buffer {
  return sign(null, bytes, keys.signing);
}

function keysFrom(signing: Uint8Array, sealing: Uint8Array): AgentKeys {
  try {
    const read = (der: Uint8Array) => createPrivateKey({ key: Buffer.from(der), type: 'pkcs8', format: 'der' });
    const [signingKey, sealingKey] = [read(signing), read(sealing)];
    if (signingKey.asymmetricKeyType !== 'ed25519' || sealingKey.asymmetricKeyType !== 'x25519') throw new Error('wrong kind of key');
    return fromPrivate(signingKey, sealingKey);
  } catch (error) {
    throw new Error('Secret agent-state-keys holds no usable keys: delete it and enrol this cluster anew with a new one-liner.', {
      cause: error,
    });
  }
}

function fromPrivate(signing: KeyObject, sealing: KeyObject): AgentKeys {
  const raw = (key: KeyObject) => {
    const { x } = createPublicKey(key).export({ format: 'jwk' });
    if (!x) throw new Error('this key has no public part');
    return x;
  };
  return { signing, sealing, signingPublic: raw(signing), sealingPublic: raw(sealing) };
}

function parseEnrolment(bytes: Uint8Array): Enrolment {
  const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const text = (key: string) => {
    const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    if (typeof found !== 'string' || found === '')
      throw new Error(`Secret agent-state-keys: its enrolment lacks "${key}": delete the Secret and enrol this cluster anew.`);
    return found;
  };
  return { installationId: text('installationId'), agentId: text('agentId'), keyId: text('keyId'), tokenSha256: text('tokenSha256') };
}
