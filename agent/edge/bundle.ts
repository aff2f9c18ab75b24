import { gzipSync } from 'node:zlib';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { manifestTarget, metadataPath, targetPath } from '@home-base/schema/trust/paths.ts';
import { BundleResponse } from '@home-base/schema/wire/agent.ts';
import { byteCaps, type Entry, type PageRef, pageCount, pageOf } from '@home-base/schema/wire/manifest.ts';
import { parseJson } from './json-door.ts';
import { blobsOf, verifyManifest, verifyPage } from './manifest.ts';
import { outsidePool } from './outside-pool.ts';
import { EdgeRefusal } from './refusal.ts';
import type { Requester } from './request.ts';
import type { Signer } from './sign-request.ts';
import { isSignedBy } from './signed-file.ts';
import type { Accepted, AcceptedPage } from './state.ts';
import type { TargetInfo, Trust } from './trust.ts';

export type ExchangeOptions = {
  requester: Requester;
  signer: Signer;
  trust: Trust;
  installationId: string;
  inForce: Accepted | undefined;
  signal: AbortSignal;
};

export type Exchange = {
  accepted: Accepted /** False: the manifest in force is still the newest. */;
  isNew: boolean /** Blobs that came along, unverified. */;
  blobs: ReadonlyMap<string, Buffer>;
};

const fileTypes = ['application/json', 'application/octet-stream'];

/**
 * One round trip: everything newer than what is trusted, checked in TUF's order, then the manifest and its pages. Throws EdgeRefusal or
 * EdgeUnavailable; then nothing but newer, valid TUF metadata was kept and `inForce` stays in force.
 */
export async function exchangeBundle({ requester, signer, trust, installationId, inForce, signal }: ExchangeOptions): Promise<Exchange> {
  const have = trust.versions();
  const pages = (inForce?.pages ?? []).map((page) => page.sha256);
  const body = { have, ...(inForce ? { manifest: inForce.verified.sha256 } : {}), pages: [...new Set(pages)] };
  const { bytes } = await requester.send({
    method: 'POST',
    path: '/v1/agent/bundle',
    body,
    capBytes: byteCaps.bundle,
    signer,
    totalMs: 120_000,
    signal,
  });
  const bundle = parseJson(BundleResponse, bytes, 'the bundle');

  const tufPath = (path: string) => `/v1/installations/${installationId}/tuf/${path}`;
  const fetchPath = async (path: string, capBytes: number) =>
    (await requester.send({ method: 'GET', path: tufPath(path), capBytes, accept: fileTypes, signer, signal })).bytes;
  const offered = {
    roots: new Map(bundle.roots.map((text, index) => [have.root + 1 + index, Buffer.from(text)])),
    timestamp: Buffer.from(bundle.timestamp),
    snapshot: bundle.snapshot === undefined ? undefined : Buffer.from(bundle.snapshot),
    targets: bundle.targets === undefined ? undefined : Buffer.from(bundle.targets),
  };
  const target = await trust.refresh(offered, fetchPath);
  const files = trust.files();
  const root = files.roots.at(-1)!;
  if (!files.targets) throw new Error('tuf-js finished without targets');

  if (inForce && inForce.verified.sha256 === target.sha256) return { accepted: inForce, isNew: false, blobs: new Map() };
  // TUF 5.3.11 for our own counter: once the targets keys that vouched for the version in force are replaced, a thief's high version no longer binds.
  const floor = inForce && isSignedBy(root, 'targets', inForce.targets) ? inForce.verified : undefined;
  const manifestBytes = bundle.manifest === undefined ? await fetchManifest(target, fetchPath) : Buffer.from(bundle.manifest);
  const verified = verifyManifest(manifestBytes, { target, installationId, floor });
  const held = new Map((inForce?.pages ?? []).map((page) => [page.sha256, page]));
  const verifiedPages = verified.manifest.pages.map((ref, index) => acceptPage(ref, index, held, bundle.pages));
  if (verifiedPages.length !== pageCount)
    throw new EdgeRefusal('page_count', `the manifest of version ${verified.manifest.version} lists ${verifiedPages.length} pages`);
  const blobs = new Map(Object.entries(bundle.blobs).map(([sha256, text]) => [sha256, Buffer.from(text)]));
  const accepted = {
    verified,
    targets: files.targets,
    rootVersion: trust.versions().root,
    pages: verifiedPages,
    blobs: blobsOf(verifiedPages),
  };
  return { accepted, isNew: true, blobs };
}

/**
 * A poll when nothing was said: the timestamp alone, a request without a body. True when it verifies and vouches for the snapshot in force; anything
 * else is for a bundle to find out. Newer roots come with bundles only.
 */
export async function isStillNewest({ requester, signer, trust, installationId, inForce, signal }: ExchangeOptions): Promise<boolean> {
  if (!inForce) return false;
  const path = `/v1/installations/${installationId}/tuf/${metadataPath('timestamp')}`;
  const { bytes } = await requester.send({ method: 'GET', path, capBytes: byteCaps.timestamp, accept: fileTypes, signer, signal });
  const changed = async (): Promise<never> => {
    throw new EdgeRefusal('changed', 'there is a newer snapshot');
  };
  try {
    return (await trust.refresh({ roots: new Map(), timestamp: bytes }, changed)).sha256 === inForce.verified.sha256;
  } catch (error) {
    if (error instanceof EdgeRefusal) return false;
    throw error;
  }
}

async function fetchManifest(target: TargetInfo, fetchPath: (path: string, capBytes: number) => Promise<Buffer>): Promise<Buffer> {
  return fetchPath(targetPath(manifestTarget, target.sha256), Math.min(target.length, byteCaps.manifest));
}

const noEntries = { packed: outsidePool(gzipSync('[]')), sha256: sha256Hex('[]') };

/** A page by its reference: one that is held already (checked for another place all the same), one of the bundle, or the empty one. */
function acceptPage(
  ref: PageRef,
  index: number,
  held: ReadonlyMap<string, AcceptedPage>,
  offered: Readonly<Record<string, string>>,
): AcceptedPage {
  if (ref.sha256 === noEntries.sha256 && ref.bytes === 2 && ref.count === 0) return { ...noEntries, entries: [] };
  const known = held.get(ref.sha256);
  // The digest fixes the bytes, which were checked when they came; only their place may be new.
  if (known?.entries[0] && known.entries.length === ref.count && pageOf(known.entries[0][0]) === index) return known;
  const text = offered[ref.sha256];
  if (text === undefined) throw new EdgeRefusal('page_missing', `page ${index} of the manifest was not served`);
  const bytes = Buffer.from(text);
  const { sha256, entries } = verifyPage(bytes, ref, index);
  return { sha256, packed: outsidePool(gzipSync(bytes)), entries };
}

/** Every entry by its key. Pages that did not change bring the very entries of before, so that comparing them with what was applied costs next to nothing. */
export function entriesOf({ pages }: Accepted): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const page of pages) for (const entry of page.entries) entries.set(entry[0], entry);
  return entries;
}

/** The order in which blobs will be needed: by stage, then by key. */
export function byNeed(a: Entry, b: Entry): number {
  return a[3] - b[3] || (a[0] < b[0] ? -1 : 1);
}
