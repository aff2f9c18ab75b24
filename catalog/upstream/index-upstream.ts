import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { resourceKey } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { UpstreamIndex } from '../materialize.ts';
import type { UpstreamResource } from './ingest.ts';

/** What the publish pipeline stores once for all installations: the blobs, and the index that `materialize` lists them from. */
export function indexUpstream(resources: readonly UpstreamResource[]): { index: UpstreamIndex; blobs: Map<string, string> } {
  const blobs = new Map<string, string>();
  const index = resources.map(({ battery, resource }) => {
    const text = canonicalText(resource);
    const sha256 = sha256Hex(text);
    blobs.set(sha256, text);
    return { battery, key: resourceKey(resource), sha256, bytes: Buffer.byteLength(text) };
  });
  return { index, blobs };
}
