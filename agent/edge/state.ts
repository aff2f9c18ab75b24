import { gunzipSync, gzipSync } from 'node:zlib';
import { byteCaps, type Entry, pageCount } from '@home-base/schema/wire/manifest.ts';
import type { Refusals } from '../contract.ts';
import { messageOf } from '../log.ts';
import { blobsOf, type VerifiedManifest, verifyManifest, verifyPage } from './manifest.ts';
import { requireInstallation, signedField } from './metadata-fetcher.ts';
import { outsidePool } from './outside-pool.ts';
import { EdgeRefusal } from './refusal.ts';
import { isSignedBy, manifestTargetOf, requireChain } from './signed-file.ts';
import { chunkBytes, type StateData, type StateName, type StateStore } from './store.ts';
import type { TrustedFiles } from './trust.ts';

/** A verified page as it is kept: its entries for the engine, its bytes packed for the cluster. */
export type AcceptedPage = { sha256: string; packed: Uint8Array; entries: readonly Entry[] };
/** The desired state in force, with the targets that vouched for it and the root that vouched for those. `blobs` are all entries by their blob. */
export type Accepted = {
  verified: VerifiedManifest;
  targets: Buffer;
  rootVersion: number;
  pages: readonly AcceptedPage[];
  blobs: ReadonlyMap<string, Entry>;
};
export type EdgeState = { files: TrustedFiles; accepted?: Accepted | undefined };

export type EdgeStateStore = {
  /** What this cluster trusted last, verified again from the pinned root up; what does not verify is left out and recorded as a refusal. */
  load: () => Promise<EdgeState | undefined>;
  /** Writes what changed. A crash between two writes leaves the former state whole: pages alternate between two slots, the record names the valid one. */
  save: (state: EdgeState) => Promise<void>;
};

const groupCount = 16;
const groupPages = pageCount / groupCount;
const trustName = 'agent-state-trust';
const manifestName = (group: number, slot: string): StateName => `agent-state-manifest-${String(group).padStart(2, '0')}-${slot}`;
const pageKey = (page: number) => `page-${String(page).padStart(2, '0')}`;

type Record16 = { installationId: string; rootVersion: number; slots: string };

/** The API server is away: that says nothing about the state, it is read again later. */
class Unreadable extends Error {}
const unreadable = (error: unknown): never => {
  throw new Unreadable(messageOf(error));
};

export function createEdgeStateStore({
  store,
  installationId,
  rootSha256,
  refusals,
}: {
  store: StateStore;
  installationId: string;
  rootSha256: string;
  refusals: Refusals;
}): EdgeStateStore {
  let slots = 'a'.repeat(groupCount);
  /** sha256 of each page in its valid slot. */
  let storedPages: (string | undefined)[] = [];

  async function loadAccepted(record: Record16, data: StateData, roots: readonly Buffer[]): Promise<Accepted | undefined> {
    if (!data.manifest || !data['accepted-targets']) return undefined;
    const targets = unpack(data['accepted-targets'], byteCaps.targets);
    const root = roots.find((bytes) => signedField(bytes, 'version') === record.rootVersion);
    if (!root || !isSignedBy(root, 'targets', targets))
      throw new EdgeRefusal('state_invalid', 'the stored targets are not signed by the stored root');
    requireInstallation(targets, 'targets', installationId);
    const target = manifestTargetOf(targets);
    if (!target) throw new EdgeRefusal('state_invalid', 'the stored targets list no manifest');
    const verified = verifyManifest(unpack(data.manifest, byteCaps.manifest), { target, installationId });
    const groups = await Promise.all(
      [...record.slots].map((slot, group) => store.read('ConfigMap', manifestName(group, slot)).catch(unreadable)),
    );
    const pages = verified.manifest.pages.map((ref, index) => {
      const packed = groups[Math.floor(index / groupPages)]?.[pageKey(index)];
      if (!packed) throw new EdgeRefusal('state_invalid', `page ${index} of the stored manifest is missing`);
      const { entries } = verifyPage(unpack(packed, byteCaps.page), ref, index);
      return { sha256: ref.sha256, packed: outsidePool(packed), entries };
    });
    return { verified, targets, rootVersion: record.rootVersion, pages, blobs: blobsOf(pages) };
  }

  return {
    load: async () => {
      const data = await store.read('ConfigMap', trustName);
      if (!data) return undefined;
      try {
        const record = parseRecord(data.record);
        if (record.installationId !== installationId) return undefined; // enrolled anew: another installation's state is of no use
        const roots = parseRoots(data.roots);
        requireChain(roots, rootSha256);
        const files: TrustedFiles = { roots, ...loadFiles(data, roots.at(-1)!, installationId, refusals) };
        try {
          const accepted = await loadAccepted(record, data, roots);
          slots = record.slots;
          storedPages = accepted ? accepted.pages.map((page) => page.sha256) : [];
          return { files, accepted };
        } catch (error) {
          if (error instanceof Unreadable) throw error;
          refusals.record('state_invalid', `The desired state kept in the cluster was discarded: ${messageOf(error)}`);
          slots = record.slots;
          return { files };
        }
      } catch (error) {
        if (error instanceof Unreadable) throw error;
        refusals.record('state_invalid', `The trusted metadata kept in the cluster were discarded: ${messageOf(error)}`);
        return undefined;
      }
    },

    save: async ({ files, accepted }) => {
      const next = [...slots];
      if (accepted) {
        const groups = Array.from({ length: groupCount }, (_, group) => group).filter((group) => !isStored(accepted.pages, group));
        await Promise.all(
          groups.map(async (group) => {
            const slot = slots[group] === 'a' ? 'b' : 'a';
            const first = group * groupPages;
            const data = Object.fromEntries(
              accepted.pages.slice(first, first + groupPages).map((page, index) => [pageKey(first + index), page.packed]),
            );
            requireFits(data, manifestName(group, slot));
            await store.write('ConfigMap', manifestName(group, slot), data);
            next[group] = slot;
          }),
        );
      }
      const record: Record16 = { installationId, rootVersion: accepted?.rootVersion ?? 0, slots: next.join('') };
      const pack = (name: string, bytes: Uint8Array | undefined): StateData => (bytes ? { [name]: gzipSync(bytes) } : {});
      const data = {
        record: Buffer.from(JSON.stringify(record)),
        roots: gzipSync(JSON.stringify(files.roots.map((bytes) => bytes.toString('utf8')))),
        ...pack('timestamp', files.timestamp),
        ...pack('snapshot', files.snapshot),
        ...pack('targets', files.targets),
        ...pack('accepted-targets', accepted?.targets),
        ...pack('manifest', accepted?.verified.bytes),
      };
      requireFits(data, trustName);
      await store.write('ConfigMap', trustName, data);
      slots = record.slots;
      if (accepted) storedPages = accepted.pages.map((page) => page.sha256);
    },
  };

  function isStored(pages: readonly AcceptedPage[], group: number): boolean {
    for (let index = group * groupPages; index < (group + 1) * groupPages; index += 1)
      if (pages[index]?.sha256 !== storedPages[index]) return false;
    return true;
  }
}

/** Metadata that the current root still vouches for. Others are dropped: after a rotation that is the recovery of TUF 5.3.11, else it was tampered with. */
function loadFiles(data: StateData, root: Buffer, installationId: string, refusals: Refusals): Omit<TrustedFiles, 'roots'> {
  const files: Omit<TrustedFiles, 'roots'> = {};
  for (const role of ['timestamp', 'snapshot', 'targets'] as const) {
    const packed = data[role];
    if (!packed) continue;
    try {
      const bytes = unpack(packed, byteCaps[role]);
      requireInstallation(bytes, role, installationId);
      if (!isSignedBy(root, role, bytes)) throw new EdgeRefusal('state_invalid', 'its signature is not valid under the current root');
      files[role] = bytes;
    } catch (error) {
      refusals.record('state_invalid', `The ${role} metadata kept in the cluster were discarded: ${messageOf(error)}`);
    }
  }
  return files;
}

function unpack(packed: Uint8Array, capBytes: number): Buffer {
  return gunzipSync(packed, { maxOutputLength: capBytes });
}

function parseRecord(bytes: Uint8Array | undefined): Record16 {
  const value: unknown = JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));
  const field = (name: string): unknown => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined);
  const [installationId, rootVersion, slots] = [field('installationId'), field('rootVersion'), field('slots')];
  if (typeof installationId !== 'string' || typeof rootVersion !== 'number' || typeof slots !== 'string' || !/^[ab]{16}$/.test(slots))
    throw new Error('its record is malformed');
  return { installationId, rootVersion, slots };
}

function parseRoots(packed: Uint8Array | undefined): Buffer[] {
  const value: unknown = JSON.parse(unpack(packed ?? new Uint8Array(), 64 << 20).toString('utf8'));
  if (!Array.isArray(value) || !value.every((text) => typeof text === 'string')) throw new Error('its chain of roots is malformed');
  return value.map((text) => Buffer.from(text));
}

function requireFits(data: StateData, name: string): void {
  const bytes = Object.values(data).reduce((sum, value) => sum + value.length, 0);
  if (bytes > chunkBytes)
    throw new Error(
      `${name} would hold ${bytes} bytes, a ConfigMap holds at most ${chunkBytes}: this installation is too large to be kept for an offline restart`,
    );
}
