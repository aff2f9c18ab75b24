import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { manifestTarget } from '@home-base/schema/trust/paths.ts';
import { Metadata, MetadataKind } from '@tufjs/models';
import { EdgeRefusal } from './refusal.ts';
import type { TargetInfo } from './trust.ts';

/**
 * Signatures without expiry: for what this cluster accepted before and now reads back from its own state. An agent that restarts while Home Base is
 * away has only expired metadata; it must still be the metadata that was accepted.
 */
const kinds = {
  root: MetadataKind.Root,
  timestamp: MetadataKind.Timestamp,
  snapshot: MetadataKind.Snapshot,
  targets: MetadataKind.Targets,
} as const;

/** True when `root` names keys whose threshold signed these bytes as `role`. */
export function isSignedBy(root: Uint8Array, role: 'timestamp' | 'snapshot' | 'targets', bytes: Uint8Array): boolean {
  try {
    Metadata.fromJSON(MetadataKind.Root, parse(root)).verifyDelegate(role, fromJson(role, bytes));
    return true;
  } catch {
    return false;
  }
}

/** The chain from the pinned root: the first is the pinned one, each next is signed by the one before and by itself, versions rise by one. */
export function requireChain(roots: readonly Uint8Array[], pinnedSha256: string): void {
  const [first] = roots;
  if (!first || sha256Hex(first) !== pinnedSha256)
    throw new EdgeRefusal('state_invalid', 'the stored chain of roots does not begin with the pinned root');
  try {
    let trusted = Metadata.fromJSON(MetadataKind.Root, parse(first));
    trusted.verifyDelegate('root', trusted);
    for (const bytes of roots.slice(1)) {
      const next = Metadata.fromJSON(MetadataKind.Root, parse(bytes));
      trusted.verifyDelegate('root', next);
      next.verifyDelegate('root', next);
      if (next.signed.version !== trusted.signed.version + 1) throw new Error('a version is missing');
      trusted = next;
    }
  } catch (error) {
    throw new EdgeRefusal('state_invalid', 'the stored chain of roots is not signed from one to the next', { cause: error });
  }
}

/** What stored targets say of manifest.json. */
export function manifestTargetOf(targets: Uint8Array): TargetInfo | undefined {
  const info = Metadata.fromJSON(MetadataKind.Targets, parse(targets)).signed.targets[manifestTarget];
  return info?.hashes.sha256 ? { sha256: info.hashes.sha256, length: info.length } : undefined;
}

function fromJson(role: 'timestamp' | 'snapshot' | 'targets', bytes: Uint8Array) {
  switch (role) {
    case 'timestamp':
      return Metadata.fromJSON(kinds.timestamp, parse(bytes));
    case 'snapshot':
      return Metadata.fromJSON(kinds.snapshot, parse(bytes));
    case 'targets':
      return Metadata.fromJSON(kinds.targets, parse(bytes));
  }
}

function parse(bytes: Uint8Array) {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
