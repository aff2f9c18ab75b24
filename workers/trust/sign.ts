import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { installationField, lifetimes, manifestTarget } from '@home-base/schema/trust/paths.ts';
import { canonicalize } from '@tufjs/canonical-json';
import { Metadata, MetaFile, type Root, Signature, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models';
import { type OnlineKeys, type OnlineRole, type SigningKey, signBytes } from './keys.ts';

export const specVersion = '1.0.34';
const encoder = new TextEncoder();

/** Adds one signature for each key and returns the file's text. */
export async function signMetadata<T extends Root | Timestamp | Snapshot | Targets>(
  metadata: Metadata<T>,
  keys: Pick<SigningKey, 'keyId' | 'pkcs8'>[],
): Promise<string> {
  const bytes = encoder.encode(canonicalize(metadata.signed.toJSON()));
  for (const key of keys) metadata.signatures[key.keyId] = new Signature({ keyID: key.keyId, sig: await signBytes(key, bytes) });
  return JSON.stringify(metadata.toJSON());
}

/** TUF wants whole seconds and a Z. */
export function expiresAt(now: Date, lifetimeSeconds: number): string {
  return `${new Date(now.getTime() + lifetimeSeconds * 1000).toISOString().slice(0, 19)}Z`;
}

type Signing = { keys: OnlineKeys; installationId: string; version: number; now: Date };

const common = (signing: Signing, role: OnlineRole) => ({
  version: signing.version,
  specVersion,
  expires: expiresAt(signing.now, lifetimes[role]),
  unrecognizedFields: { [installationField]: signing.installationId },
});

const keysOf = (keys: OnlineKeys, role: OnlineRole) => keys.filter((key) => key.role === role);

const fileOf = (version: number, text: string) =>
  new MetaFile({ version, length: encoder.encode(text).length, hashes: { sha256: sha256Hex(text) } });

/** `timestamp.json`: names the newest snapshot by version, length and hash. Only the room signs these (DESIGN.md 4.2). */
export function signTimestamp(signing: Signing, snapshot: { version: number; text: string }): Promise<string> {
  const signed = new Timestamp({ ...common(signing, 'timestamp'), snapshotMeta: fileOf(snapshot.version, snapshot.text) });
  return signMetadata(new Metadata(signed), keysOf(signing.keys, 'timestamp'));
}

/**
 * `{N}.targets.json` and `{N}.snapshot.json` for one manifest. Both get the version N. Signed again with a higher N before they expire;
 * N is no snapshot version.
 */
export async function signTargetsAndSnapshot(
  signing: Signing,
  manifest: { sha256: string; bytes: number },
): Promise<{ targets: string; snapshot: string }> {
  const target = new TargetFile({ path: manifestTarget, length: manifest.bytes, hashes: { sha256: manifest.sha256 } });
  const targets = await signMetadata(
    new Metadata(new Targets({ ...common(signing, 'targets'), targets: { [manifestTarget]: target } })),
    keysOf(signing.keys, 'targets'),
  );
  const meta = { 'targets.json': fileOf(signing.version, targets) };
  const snapshot = await signMetadata(
    new Metadata(new Snapshot({ ...common(signing, 'snapshot'), meta })),
    keysOf(signing.keys, 'snapshot'),
  );
  return { targets, snapshot };
}
