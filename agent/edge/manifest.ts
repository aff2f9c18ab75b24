import { agentNamespace } from '@home-base/schema/kube/labels.ts';
import { groupOf, type KeyParts, parseKey, type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { byteCaps, type Entry, Manifest, Page, type PageRef, pageOf } from '@home-base/schema/wire/manifest.ts';
import { parseJson } from './json-door.ts';
import { EdgeRefusal } from './refusal.ts';
import type { TargetInfo } from './trust.ts';

/** What the cluster follows: bytes that were verified, and what they say. */
export type VerifiedManifest = { sha256: string; bytes: Buffer; manifest: Manifest };
export type VerifiedPage = { sha256: string; bytes: Buffer; entries: readonly Entry[] };

/** Manifest bytes against the signed target: length and hash, form, installation, and never below the version in force. */
export function verifyManifest(
  bytes: Buffer,
  { target, installationId, floor }: { target: TargetInfo; installationId: string; floor?: VerifiedManifest | undefined },
): VerifiedManifest {
  requireBytes(bytes, { sha256: target.sha256, bytes: target.length, cap: byteCaps.manifest }, 'manifest', 'manifest.json');
  const manifest = parseJson(Manifest, bytes, 'manifest.json');
  if (manifest.installationId !== installationId)
    throw new EdgeRefusal(
      'wrong_installation',
      `manifest.json is for installation ${manifest.installationId.slice(0, 80)}, this cluster is ${installationId}`,
    );
  if (floor && manifest.version < floor.manifest.version)
    throw new EdgeRefusal(
      'manifest_version',
      `manifest.json has version ${manifest.version}, below version ${floor.manifest.version} that is in force`,
    );
  if (floor && manifest.version === floor.manifest.version && target.sha256 !== floor.sha256)
    throw new EdgeRefusal('manifest_version', `manifest.json has version ${manifest.version} like the one in force, but other bytes`);
  return { sha256: target.sha256, bytes, manifest };
}

/** One page against its reference in the manifest: hash, size, count, every key well-formed, in its place, sorted, once. */
export function verifyPage(bytes: Buffer, ref: PageRef, index: number): VerifiedPage {
  const name = `page ${index}`;
  requireBytes(bytes, { sha256: ref.sha256, bytes: ref.bytes, cap: byteCaps.page }, 'page', name);
  const entries = parseJson(Page, bytes, name);
  if (entries.length !== ref.count)
    throw new EdgeRefusal('page_count', `${name} holds ${entries.length} entries, the manifest says ${ref.count}`);
  let previous = '';
  for (const [key, , size] of entries) {
    if (key === previous) throw new EdgeRefusal('page_duplicate', `${name} lists ${quote(key)} twice`);
    if (key < previous) throw new EdgeRefusal('page_order', `${name} is not sorted: ${quote(key)} comes after ${quote(previous)}`);
    if (pageOf(key) !== index) throw new EdgeRefusal('page_place', `${name} lists ${quote(key)}, which belongs to page ${pageOf(key)}`);
    if (size > byteCaps.blob)
      throw new EdgeRefusal('too_large', `${name}: ${quote(key)} has ${size} bytes; at most ${byteCaps.blob} are accepted`);
    requireSaneKey(key);
    previous = key;
  }
  return { sha256: ref.sha256, bytes, entries };
}

/** Every entry by its blob. One blob cannot be two objects (its key is in its bytes); sizes that contradict each other are caught here, before anything is fetched. */
export function blobsOf(pages: readonly { entries: readonly Entry[] }[]): Map<string, Entry> {
  const blobs = new Map<string, Entry>();
  for (const page of pages)
    for (const entry of page.entries) {
      const other = blobs.get(entry[1]);
      if (other) throw new EdgeRefusal('blob_key', `${quote(entry[0])} and ${quote(other[0])} name the same blob`);
      blobs.set(entry[1], entry);
    }
  return blobs;
}

/** Blob bytes against their entry, and the resource in it against the key under which it was listed. */
export function verifyBlob(bytes: Uint8Array, [key, sha256, size]: Entry): Resource {
  requireBytes(bytes, { sha256, bytes: size, cap: byteCaps.blob }, 'blob', `the blob of ${quote(key)}`);
  const resource = parseResource(bytes, key);
  if (resourceKey(resource) !== key) throw new EdgeRefusal('blob_key', `the blob of ${quote(key)} holds ${quote(resourceKey(resource))}`);
  return resource;
}

function requireBytes(bytes: Uint8Array, expected: { sha256: string; bytes: number; cap: number }, code: string, name: string): void {
  if (expected.bytes > expected.cap)
    throw new EdgeRefusal('too_large', `${name} is announced with ${expected.bytes} bytes; at most ${expected.cap} are accepted`);
  if (bytes.length !== expected.bytes)
    throw new EdgeRefusal(`${code}_size`, `${name} has ${bytes.length} bytes, ${expected.bytes} were announced`);
  if (sha256Hex(bytes) !== expected.sha256) throw new EdgeRefusal(`${code}_hash`, `${name} is not what was announced: its sha256 differs`);
}

function parseResource(bytes: Uint8Array, key: string): Resource {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (isResource(value)) return value;
  } catch {
    // falls through: one refusal for all that is no resource
  }
  throw new EdgeRefusal('blob_form', `the blob of ${quote(key)} is no Kubernetes object with apiVersion, kind and metadata.name`);
}

function isResource(value: unknown): value is Resource {
  if (!isRecord(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string' || !isRecord(value.metadata)) return false;
  const { name, namespace } = value.metadata;
  if (typeof name !== 'string' || (namespace !== undefined && typeof namespace !== 'string')) return false;
  return (
    value.status === undefined &&
    /^[a-z0-9]+$/.test(value.apiVersion.slice(groupOf(value.apiVersion) === '' ? 0 : groupOf(value.apiVersion).length + 1))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Kinds name paths of the API server: nothing may leave its place in them. RBAC names may hold colons.
const groupPattern = /^$|^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const kindPattern = /^[A-Z][A-Za-z0-9]{0,62}$/;
const namePattern = /^[A-Za-z0-9]([-A-Za-z0-9_.:]{0,251}[A-Za-z0-9])?$/;
const namespacePattern = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The agent's own namespace holds its keys and its trust: nothing that Home Base lists may touch it. */
function requireSaneKey(key: string): void {
  let parts: KeyParts;
  try {
    parts = parseKey(key);
  } catch {
    throw new EdgeRefusal('key_form', `${quote(key)} is no resource key`);
  }
  const { group, kind, namespace, name } = parts;
  if (
    !groupPattern.test(group) ||
    !kindPattern.test(kind) ||
    !namePattern.test(name) ||
    (namespace !== undefined && !namespacePattern.test(namespace))
  )
    throw new EdgeRefusal('key_form', `${quote(key)} is no resource key`);
  if (namespace === agentNamespace || (kind === 'Namespace' && group === '' && name === agentNamespace))
    throw new EdgeRefusal('key_reserved', `${quote(key)} lies in the agent's own namespace, which no manifest may touch`);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
