import type { Entry } from '@home-base/schema/wire/manifest.ts';
import type { Index } from './index.ts';

export type Change = { key: string; sha256: string; stage: number };

/** What must be applied: entries whose blob is not the one applied last, and those named in `again`. By stage, then key; pure. */
export function planChanges(
  entries: ReadonlyMap<string, Entry>,
  index: Pick<Index, 'get'>,
  again: ReadonlySet<string> = new Set(),
): { changes: Change[]; unchanged: number } {
  const changes: Change[] = [];
  // Of 10,000 nearly all are unchanged: no destructuring here, it costs more than the comparison.
  entries.forEach((entry, key) => {
    const sha256 = entry[1];
    if (index.get(key)?.sha256 !== sha256 || again.has(key)) changes.push({ key, sha256, stage: entry[3] });
  });
  return { changes: changes.sort(byOrder), unchanged: entries.size - changes.length };
}

/**
 * Stage first; in stage 0 namespaces before definitions, in stage 3 what makes pods last, since a pod is told only of the Services that exist when it
 * starts (Kubernetes docs, "Configuration Good Practices"); then by key, so that a round is the same twice.
 */
export function byOrder(a: Change, b: Change): number {
  return a.stage - b.stage || rank(a.key) - rank(b.key) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

function rank(key: string): number {
  if (key.startsWith('core/Namespace/')) return 0;
  return key.startsWith('apps/') || key.startsWith('batch/') || key.startsWith('core/Pod/') ? 2 : 1;
}
