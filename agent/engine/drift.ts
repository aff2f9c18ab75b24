import { hash } from 'node:crypto';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { fieldManager } from '@home-base/schema/kube/labels.ts';
import type { FieldSet, Live, ManagedFields } from '../kube/answer.ts';
import { isObject } from '../kube/json.ts';

/*
 * The drift rule (DESIGN.md 4.4): an object is as we made it when our Apply entry of managedFields and the live values it names are unchanged.
 * What others may write is not in our entry, so it is neither drift nor adopted. Field tokens: f:<field>, k:<keys of a list item>, v:<set member>, i:<index>.
 */

/** Our server-side apply entry; undefined when it was wiped (a restore from a backup) or never there. */
export function ownEntry(live: Live): ManagedFields | undefined {
  return live.metadata.managedFields?.find((entry) => entry.manager === fieldManager && entry.operation === 'Apply' && !entry.subresource);
}

/** 32 bytes to keep an object by, as base64 (44 characters); undefined when no entry of ours is left. */
export function ownedDigest(live: Live): string | undefined {
  const fields = ownEntry(live)?.fieldsV1;
  if (!fields) return undefined;
  return hash('sha256', `${canonicalText(fields)}\n${canonicalText(project(live, fields))}`, 'base64');
}

/** The live value reduced to what a field set names; what is not there is null. */
export function project(live: unknown, fields: FieldSet): { [token: string]: unknown } {
  const projected: { [token: string]: unknown } = {};
  for (const [token, inner] of Object.entries(fields)) {
    if (token === '.') continue;
    const value = step(live, token);
    projected[token] = value === undefined ? null : isLeaf(inner) ? value : project(value, inner);
  }
  return projected;
}

/** Paths that a field set names whose values differ between two objects, as people write them: `.spec.template.spec.containers[name="web"].image`. */
export function changedPaths(fields: FieldSet, before: unknown, after: unknown, path = ''): string[] {
  return Object.entries(fields).flatMap(([token, inner]) => {
    if (token === '.') return [];
    const [was, is] = [step(before, token), step(after, token)];
    const here = path + pathOf(token);
    if (!isLeaf(inner) && (token.startsWith('f:') || (was !== undefined && is !== undefined))) return changedPaths(inner, was, is, here);
    return canonicalText(was ?? null) === canonicalText(is ?? null) ? [] : [here];
  });
}

/** Leaf paths of a field set. */
export function pathsOf(fields: FieldSet, path = ''): string[] {
  return Object.entries(fields).flatMap(([token, inner]) =>
    token === '.' ? [] : namesOnlyItself(inner) ? [path + pathOf(token)] : pathsOf(inner, path + pathOf(token)),
  );
}

/** Who holds any of these paths now, and since when: the writer of a drift. The latest writer where nobody holds them (a field that was removed). */
export function writerOf(live: Live, paths: readonly string[]): { manager: string; at: string | undefined } {
  const others = (live.metadata.managedFields ?? []).filter(
    (entry) => entry !== ownEntry(live) && entry.subresource !== 'status' && entry.fieldsV1,
  );
  const wanted = new Set(paths);
  const holds = (entry: ManagedFields) =>
    pathsOf(entry.fieldsV1 ?? {}).some(
      (path) => wanted.has(path) || paths.some((other) => path.startsWith(`${other}.`) || path.startsWith(`${other}[`)),
    );
  const byTime = (a: ManagedFields, b: ManagedFields) => (b.time ?? '').localeCompare(a.time ?? '');
  const found = others.filter(holds).sort(byTime)[0] ?? others.filter((entry) => !isController(entry.manager)).sort(byTime)[0];
  return found ? { manager: found.manager, at: found.time } : { manager: 'unknown', at: undefined };
}

/** Managers that add fields beside ours as part of their work; people's tools are what is left. */
const controllers =
  /^(kube-controller-manager|kube-scheduler|kube-apiserver|kubelet|horizontal-pod-autoscaler|cloud-controller-manager|before-first-apply|cert-manager.*|pilot-discovery|istio.*|kwok|speaker|.*-operator|.*-controller(-manager)?|manager|operator|webhook|cainjector|clusterrole-aggregation-controller)$/;

export function isController(manager: string): boolean {
  return controllers.test(manager);
}

/** What a person or an unknown tool added beside ours. Server-side apply cannot remove it: it is reported, or taken over under `strict`. */
export function foreignEntries(live: Live): ManagedFields[] {
  return (live.metadata.managedFields ?? []).filter((entry) => {
    if (entry.manager === fieldManager || entry.subresource || isController(entry.manager) || !entry.fieldsV1) return false;
    return pathsOf(withoutBookkeeping(entry.fieldsV1)).length > 0;
  });
}

/** Fields that nobody means as configuration: status, finalizers, owners, and the notes that kubectl keeps. */
function withoutBookkeeping(fields: FieldSet): FieldSet {
  const { 'f:status': _status, 'f:metadata': metadata, ...rest } = fields;
  if (!metadata) return rest;
  const { 'f:finalizers': _finalizers, 'f:ownerReferences': _owners, 'f:annotations': annotations, ...others } = metadata;
  const notes = Object.entries(annotations ?? {}).filter(
    ([token]) => !/kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\//.test(token),
  );
  const kept = { ...others, ...(notes.some(([token]) => token !== '.') && { 'f:annotations': Object.fromEntries(notes) }) };
  return Object.keys(kept).length > 0 ? { ...rest, 'f:metadata': kept } : rest;
}

/** Which fields foreign entries name that ours does not: what is reported. */
export function foreignPaths(live: Live, entries = foreignEntries(live)): string[] {
  const ours = new Set(pathsOf(ownEntry(live)?.fieldsV1 ?? {}));
  return [...new Set(entries.flatMap((entry) => pathsOf(withoutBookkeeping(entry.fieldsV1 ?? {}))))].filter((path) => !ours.has(path));
}

/**
 * managedFields with the foreign entries moved into ours. Written by a JSON patch guarded by resourceVersion; the apply that follows removes what we own
 * and do not send. Bookkeeping fields stay with whom they were.
 */
export function takenOver(live: Live, foreign = foreignEntries(live)): ManagedFields[] {
  const ours = ownEntry(live);
  const all = live.metadata.managedFields ?? [];
  if (!ours) return all;
  const fieldsV1 = foreign.reduce((sum, entry) => unite(sum, withoutBookkeeping(entry.fieldsV1 ?? {})), ours.fieldsV1 ?? {});
  return all.filter((entry) => !foreign.includes(entry)).map((entry) => (entry === ours ? { ...ours, fieldsV1 } : entry));
}

function unite(a: FieldSet, b: FieldSet): FieldSet {
  const sum = { ...a };
  for (const [token, inner] of Object.entries(b)) sum[token] = sum[token] ? unite(sum[token], inner) : inner;
  return sum;
}

/** Named with everything below it. `{".": {}}` is not a leaf: it names the container only, so what is in it is another's. */
function isLeaf(fields: FieldSet): boolean {
  for (const _ in fields) return false;
  return true;
}

function namesOnlyItself(fields: FieldSet): boolean {
  for (const token in fields) if (token !== '.') return false;
  return true;
}

function step(value: unknown, token: string): unknown {
  const rest = token.slice(2);
  switch (token[0]) {
    case 'f':
      return isObject(value) ? value[rest] : undefined;
    case 'k': {
      if (!Array.isArray(value)) return undefined;
      const keys: unknown = JSON.parse(rest);
      const wanted = isObject(keys) ? Object.entries(keys) : [];
      return value.find((item: unknown) => isObject(item) && wanted.every(([name, expected]) => item[name] === expected));
    }
    case 'v': {
      const wanted = canonicalText(JSON.parse(rest));
      return Array.isArray(value) ? value.find((item: unknown) => canonicalText(item) === wanted) : undefined;
    }
    default:
      return Array.isArray(value) ? value[Number(rest)] : undefined;
  }
}

function pathOf(token: string): string {
  const rest = token.slice(2);
  switch (token[0]) {
    case 'f':
      return /^[\w-]+$/.test(rest) ? `.${rest}` : `[${JSON.stringify(rest)}]`;
    case 'k': {
      const keys: unknown = JSON.parse(rest);
      return `[${
        isObject(keys)
          ? Object.entries(keys)
              .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
              .join(',')
          : rest
      }]`;
    }
    case 'v':
      return `[=${rest}]`;
    default:
      return `[${rest}]`;
  }
}
