import { hash } from 'node:crypto';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';

/** What a manifest says of a resource; `text` gives the canonical bytes themselves. */
export type Sealed = { sha256: string; bytes: number; text: () => string };

type Known = { sha256: string; bytes: number };

/** Three installations of 10,000 resources in turn stay known. Two generations: about 12 MB at most. */
const generation = 30_000;
let young = new Map<string, Known>();
let old = new Map<string, Known>();
const encoder = new TextEncoder();

/**
 * Hash and size of a resource's canonical bytes. An edit changes one resource of ten thousand, and canonical form costs five times what plain JSON does:
 * what was sealed before is known again by the digest of its plain JSON, since equal objects of one generator have equal JSON.
 */
export function seal(resource: Resource): Sealed {
  const plain = hash('sha256', JSON.stringify(resource), 'base64');
  const known = recall(plain);
  if (known) return { ...known, text: () => canonicalText(resource) };
  const text = canonicalText(resource);
  const encoded = encoder.encode(text);
  const sealed = { sha256: sha256Hex(encoded), bytes: encoded.byteLength };
  remember(plain, sealed);
  return { ...sealed, text: () => text };
}

function recall(plain: string): Known | undefined {
  const known = young.get(plain);
  if (known) return known;
  const found = old.get(plain);
  if (found) remember(plain, found);
  return found;
}

function remember(plain: string, sealed: Known): void {
  if (young.size >= generation) {
    old = young;
    young = new Map();
  }
  young.set(plain, sealed);
}
