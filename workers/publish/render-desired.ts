import { type Failure, materialize, type UpstreamIndex } from '@home-base/catalog/materialize.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import type { Desired } from './read-summary.ts';

export type Rendered = { entries: Entry[]; blobs: Map<string, string>; failures: Failure[] };

/** Materializes an installation. What a row that cannot be read made before stays listed, as with any battery that fails. */
export function renderDesired(
  desired: Pick<Desired, 'summary' | 'unreadable'>,
  upstream: UpstreamIndex,
  previous: readonly Entry[],
): Rendered {
  const { entries, blobs, failures } = materialize({ summary: desired.summary, upstream, previous });
  const unreadable = new Set(desired.unreadable.map((failure) => failure.owner));
  const listed = new Set(entries.map(([key]) => key));
  const kept = previous.filter((entry) => unreadable.has(entry[4]) && !listed.has(entry[0]));
  return { entries: [...entries, ...kept], blobs, failures: [...failures, ...desired.unreadable] };
}
