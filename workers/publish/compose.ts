import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { type Entry, type Manifest, manifestFormat, type PageRef, paginate } from '@home-base/schema/wire/manifest.ts';

export type Settings = Pick<Manifest, 'paused' | 'decommission' | 'driftPolicy' | 'removals'>;
export type PageText = PageRef & { text: string };

/** Entries into the 64 pages of a manifest, with their canonical texts. */
export function composePages(entries: Iterable<Entry>): PageText[] {
  return paginate(entries).map((page) => {
    const text = canonicalText(page);
    return { sha256: sha256Hex(text), bytes: Buffer.byteLength(text), count: page.length, text };
  });
}

/** Canonical text of a manifest. */
export function composeManifest(
  parts: Settings & Pick<Manifest, 'installationId' | 'version' | 'desiredRev'> & { now: Date; pages: readonly PageRef[] },
): string {
  const { now, pages, ...rest } = parts;
  const manifest: Manifest = {
    format: manifestFormat,
    ...rest,
    removals: [...parts.removals].sort(),
    createdAt: now.toISOString(),
    pages: pages.map(({ sha256, bytes, count }) => ({ sha256, bytes, count })),
  };
  return canonicalText(manifest);
}

/** True when a new manifest would tell the agent nothing that the previous one does not. */
export function isSame(previous: Settings & { pages: readonly PageRef[] }, next: Settings & { pages: readonly PageRef[] }): boolean {
  return (
    previous.paused === next.paused &&
    previous.decommission === next.decommission &&
    previous.driftPolicy === next.driftPolicy &&
    canonicalText([...previous.removals].sort()) === canonicalText([...next.removals].sort()) &&
    previous.pages.every((page, index) => page.sha256 === next.pages[index]?.sha256)
  );
}

export type EntryChanges = { added: Entry[]; changed: Entry[]; removed: Entry[] };

/** What differs between two snapshots. `changed` are the newer entries; another owner or stage counts as a change. */
export function compareEntries(before: readonly Entry[], after: readonly Entry[]): EntryChanges {
  const old = new Map(before.map((entry) => [entry[0], entry]));
  const changes: EntryChanges = { added: [], changed: [], removed: [] };
  for (const entry of after) {
    const was = old.get(entry[0]);
    if (!was) changes.added.push(entry);
    else if (was[1] !== entry[1] || was[3] !== entry[3] || was[4] !== entry[4]) changes.changed.push(entry);
    old.delete(entry[0]);
  }
  changes.removed.push(...old.values());
  return changes;
}
