import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { canonicalBytes } from '@home-base/schema/kube/canonical.ts';
import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { stageOf } from '@home-base/schema/kube/stage.ts';
import { installationField, lifetimes, manifestTarget, metadataPath, targetPath } from '@home-base/schema/trust/paths.ts';
import { type Entry, type Manifest, manifestFormat, type Page, paginate } from '@home-base/schema/wire/manifest.ts';
import { Key, Metadata, MetaFile, Root, Signature, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models';

/** A signer of one installation's TUF repository, for tests: the same layout and fields as Home Base, every part open to be made wrong. */
export type SigningKey = { id: string; key: Key; sign: (bytes: Buffer) => Signature };

export function makeKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const id = sha256Hex(rawHex(publicKey));
  const key = new Key({ keyID: id, keyType: 'ed25519', scheme: 'ed25519', keyVal: { public: rawHex(publicKey) } });
  return { id, key, sign: (bytes) => new Signature({ keyID: id, sig: sign(null, bytes, privateKey).toString('hex') }) };
}

function rawHex(key: KeyObject): string {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
}

export type OnlineKeys = { timestamp: SigningKey; snapshot: SigningKey; targets: SigningKey };
export const makeOnlineKeys = (): OnlineKeys => ({ timestamp: makeKey(), snapshot: makeKey(), targets: makeKey() });

const specVersion = '1.0.34';
const isoIn = (seconds: number) => `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;
const bytesOf = (metadata: { toJSON: () => unknown }) => Buffer.from(JSON.stringify(metadata.toJSON()));
const metaFile = (bytes: Buffer, version: number) => new MetaFile({ version, length: bytes.length, hashes: { sha256: sha256Hex(bytes) } });

export type RootAuthority = {
  roots: Buffer[];
  online: () => OnlineKeys /** New online keys (or these), and a new root key if asked; signed by the old root key and the new. */;
  rotate: (options?: { online?: OnlineKeys; rootKey?: boolean }) => void;
};

/** The root that all installations share. */
export function createRootAuthority(): RootAuthority {
  let rootKey = makeKey();
  let online = makeOnlineKeys();
  const roots: Buffer[] = [];
  const issue = (signers: readonly SigningKey[]) => {
    const root = new Root({ specVersion, version: roots.length + 1, expires: isoIn(lifetimes.root), consistentSnapshot: true });
    root.addKey(rootKey.key, 'root');
    root.addKey(online.timestamp.key, 'timestamp');
    root.addKey(online.snapshot.key, 'snapshot');
    root.addKey(online.targets.key, 'targets');
    const metadata = new Metadata(root);
    for (const signer of new Set(signers)) metadata.sign(signer.sign);
    roots.push(bytesOf(metadata));
  };
  issue([rootKey]);
  return {
    roots,
    online: () => online,
    rotate: (options = {}) => {
      const old = rootKey;
      if (options.rootKey) rootKey = makeKey();
      online = options.online ?? makeOnlineKeys();
      issue([old, rootKey]);
    },
  };
}

export type PublishOptions = Partial<Pick<Manifest, 'version' | 'removals' | 'paused' | 'installationId'>> & {
  /** Changes pages after they were made right. */
  pages?: (pages: Page[]) => Page[];
  keys?: OnlineKeys;
  /** Version of snapshot and targets; default one more than before. */
  tufVersion?: number;
};

export type Repository = {
  installationId: string;
  /** By path below tuf/. */
  files: Map<string, Buffer>;
  blobs: Map<string, Buffer>;
  pages: Map<string, Buffer>;
  manifest: () => Buffer;
  tufVersion: () => number;
  publish: (resources: readonly Resource[], options?: PublishOptions) => void;
  /** Signs a timestamp for the snapshot as it is. */
  stamp: (options?: { expiresInSeconds?: number; version?: number; keys?: OnlineKeys; installationId?: string }) => void;
};

export function createRepository({ installationId, authority }: { installationId: string; authority: RootAuthority }): Repository {
  const files = new Map<string, Buffer>();
  const blobs = new Map<string, Buffer>();
  const pages = new Map<string, Buffer>();
  let manifestBytes = Buffer.alloc(0);
  let version = 0;
  let tufVersion = 0;
  let timestampVersion = 0;
  const extra = { [installationField]: installationId };

  const stamp: Repository['stamp'] = (options = {}) => {
    timestampVersion = options.version ?? Math.max(timestampVersion + 1, Date.now());
    const snapshot = files.get(metadataPath('snapshot', tufVersion)) ?? Buffer.alloc(0);
    const timestamp = new Timestamp({
      specVersion,
      version: timestampVersion,
      expires: isoIn(options.expiresInSeconds ?? lifetimes.timestamp),
      snapshotMeta: metaFile(snapshot, tufVersion),
      unrecognizedFields: options.installationId ? { [installationField]: options.installationId } : extra,
    });
    const metadata = new Metadata(timestamp);
    metadata.sign((options.keys ?? authority.online()).timestamp.sign);
    files.set(metadataPath('timestamp'), bytesOf(metadata));
  };

  return {
    installationId,
    files,
    blobs,
    pages,
    manifest: () => manifestBytes,
    tufVersion: () => tufVersion,
    stamp,
    publish: (resources, options = {}) => {
      const keys = options.keys ?? authority.online();
      version = options.version ?? version + 1;
      tufVersion = options.tufVersion ?? tufVersion + 1;
      const entries = resources.map((resource): Entry => {
        const bytes = Buffer.from(canonicalBytes(resource));
        const sha256 = sha256Hex(bytes);
        blobs.set(sha256, bytes);
        return [resourceKey(resource), sha256, bytes.length, stageOf(resource), 'batt_test'];
      });
      const made = options.pages ? options.pages(paginate(entries)) : paginate(entries);
      const refs = made.map((page) => {
        const bytes = Buffer.from(canonicalBytes(page));
        const sha256 = sha256Hex(bytes);
        pages.set(sha256, bytes);
        return { sha256, bytes: bytes.length, count: page.length };
      });
      const manifest: Manifest = {
        format: manifestFormat,
        installationId: options.installationId ?? installationId,
        version,
        desiredRev: version,
        createdAt: new Date().toISOString(),
        removals: options.removals ?? [],
        decommission: false,
        paused: options.paused ?? false,
        driftPolicy: 'revert',
        pages: refs,
      };
      manifestBytes = Buffer.from(canonicalBytes(manifest));
      const sha256 = sha256Hex(manifestBytes);
      files.set(targetPath(manifestTarget, sha256), manifestBytes);
      const target = new TargetFile({ path: manifestTarget, length: manifestBytes.length, hashes: { sha256 } });
      const targets = new Metadata(
        new Targets({
          specVersion,
          version: tufVersion,
          expires: isoIn(lifetimes.targets),
          targets: { [manifestTarget]: target },
          unrecognizedFields: extra,
        }),
      );
      targets.sign(keys.targets.sign);
      const targetsBytes = bytesOf(targets);
      files.set(metadataPath('targets', tufVersion), targetsBytes);
      const snapshot = new Metadata(
        new Snapshot({
          specVersion,
          version: tufVersion,
          expires: isoIn(lifetimes.snapshot),
          meta: { 'targets.json': metaFile(targetsBytes, tufVersion) },
          unrecognizedFields: extra,
        }),
      );
      snapshot.sign(keys.snapshot.sign);
      files.set(metadataPath('snapshot', tufVersion), bytesOf(snapshot));
      stamp({ keys });
    },
  };
}

export const digestBase64 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');
