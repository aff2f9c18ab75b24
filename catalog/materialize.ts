import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import type { Summary } from './summary.ts';

/** CRDs of upstream whose bytes are stored already (upstream/ingest.ts): what the manifest needs to list them. */
export type UpstreamIndex = readonly { battery: string; key: string; sha256: string; bytes: number }[];

/** `owner` is the id of a battery or object; what it made before stays listed. `message` is worded for people. */
export type Failure = { owner: string; battery: string; message: string };

export type Materialized = {
  entries: Entry[];
  /** Canonical bytes, as text, by sha256: every entry's but upstream's. */
  blobs: Map<string, string>;
  failures: Failure[];
};

export function materialize(input: { summary: Summary; upstream: UpstreamIndex; previous?: readonly Entry[] }): Materialized {
  throw new Error('being written');
}

/** The finished resources themselves, in apply order. */
export function render(input: { summary: Summary; upstream?: readonly { battery: string; resource: Resource }[] }): { resources: Resource[]; failures: Failure[] } {
  throw new Error('being written');
}
