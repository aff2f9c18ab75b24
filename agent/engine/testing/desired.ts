import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { labels } from '@home-base/schema/kube/labels.ts';
import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { stageOf } from '@home-base/schema/kube/stage.ts';
import { type Entry, manifestFormat } from '@home-base/schema/wire/manifest.ts';
import type { DesiredState } from '../../contract.ts';

type Manifest = DesiredState['manifest'];

/** A desired state of these resources, as `edge/` would hand it over. */
export function desiredOf(version: number, resources: readonly Resource[], manifest: Partial<Manifest> = {}): DesiredState {
  const blobs = new Map<string, Resource>();
  const entries = new Map<string, Entry>();
  for (const resource of resources) {
    const managed = { ...resource, metadata: { ...resource.metadata, labels: { ...resource.metadata.labels, [labels.managed]: 'true' } } };
    const text = canonicalText(managed);
    const sha256 = sha256Hex(text);
    blobs.set(sha256, managed);
    entries.set(resourceKey(managed), [resourceKey(managed), sha256, text.length, stageOf(managed), 'batt_test']);
  }
  return {
    manifest: {
      format: manifestFormat,
      installationId: 'inst_test',
      version,
      desiredRev: version,
      createdAt: '2026-11-21T00:00:00.000Z',
      removals: [],
      decommission: false,
      paused: false,
      driftPolicy: 'revert',
      ...manifest,
    },
    entries,
    blob: async (sha256) => {
      const resource = blobs.get(sha256);
      if (!resource) throw new Error(`no blob ${sha256}`);
      return resource;
    },
  };
}
