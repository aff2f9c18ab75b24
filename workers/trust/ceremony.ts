import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { lifetimes } from '@home-base/schema/trust/paths.ts';
import { Metadata, Root } from '@tufjs/models';
import { generateSigningKey, type OnlineKeys, onlineRoles, publicKey, type SigningKey } from './keys.ts';
import { expiresAt, signMetadata, specVersion } from './sign.ts';

/** What a ceremony makes. `rootKeys` stay offline; `onlineKeys` (as JSON) is the Worker's setting TUF_KEYS; the root is public. */
export type Trust = {
  version: number;
  rootJson: string;
  rootSha256: string;
  onlineKeys: (OnlineKeys[number] & { publicHex: string })[];
  rootKeys: SigningKey[];
  threshold: number;
};

type Make = { now: Date; rootKeyCount?: number; threshold?: number };

/** First root (`1.root.json`): by default three root keys, of which two must sign, and one online key for each role. */
export async function createTrust({ now, rootKeyCount = 3, threshold = 2 }: Make): Promise<Trust> {
  const rootKeys = await many(rootKeyCount);
  return writeRoot({ version: 1, now, rootKeys, threshold, onlineKeys: await makeOnlineKeys(), alsoSignedBy: [] });
}

/**
 * The next root, signed by the threshold of the old and of the new root keys (TUF 6.1), so that an agent that slept through any number of
 * rotations walks N+1, N+2… to it. Says which keys are made anew; a key that is not listed any more is revoked.
 */
export async function rotateRoot(
  old: Trust,
  { now, rootKeys = false, onlineKeys = false }: { now: Date; rootKeys?: boolean; onlineKeys?: boolean },
): Promise<Trust> {
  return writeRoot({
    version: old.version + 1,
    now,
    rootKeys: rootKeys ? await many(old.rootKeys.length) : old.rootKeys,
    threshold: old.threshold,
    onlineKeys: onlineKeys ? await makeOnlineKeys() : old.onlineKeys,
    alsoSignedBy: old.rootKeys,
  });
}

const many = (count: number) => Promise.all(Array.from({ length: count }, generateSigningKey));

async function makeOnlineKeys(): Promise<Trust['onlineKeys']> {
  return Promise.all(onlineRoles.map(async (role) => ({ role, ...(await generateSigningKey()) })));
}

type RootParts = Pick<Trust, 'version' | 'rootKeys' | 'threshold' | 'onlineKeys'> & { now: Date; alsoSignedBy: SigningKey[] };

async function writeRoot({ version, now, rootKeys, threshold, onlineKeys, alsoSignedBy }: RootParts): Promise<Trust> {
  if (threshold < 1 || threshold > rootKeys.length)
    throw new Error(`a threshold of ${threshold} cannot be met by ${rootKeys.length} root keys`);
  const all = [...rootKeys, ...onlineKeys].map((key) => publicKey(key.publicHex));
  const online = onlineRoles.map((role) => [
    role,
    { keyids: onlineKeys.filter((key) => key.role === role).map((key) => key.keyId), threshold: 1 },
  ]);
  const root = Root.fromJSON({
    _type: 'root',
    spec_version: specVersion,
    version,
    expires: expiresAt(now, lifetimes.root),
    consistent_snapshot: true,
    keys: Object.fromEntries(all.map((key) => [key.keyID, key.toJSON()])),
    roles: { root: { keyids: rootKeys.map((key) => key.keyId), threshold }, ...Object.fromEntries(online) },
  });
  const signers = new Map([...rootKeys, ...alsoSignedBy].map((key) => [key.keyId, key]));
  const rootJson = await signMetadata(new Metadata(root), [...signers.values()]);
  return { version, rootJson, rootSha256: sha256Hex(rootJson), onlineKeys, rootKeys, threshold };
}
