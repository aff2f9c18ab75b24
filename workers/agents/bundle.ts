import { type BundleRequest, type BundleResponse, inlineBlobBytes } from '@home-base/schema/wire/agent.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import { entriesOf } from '../publish/load-pages.ts';
import type { StoredRoot } from '../trust/roots.ts';
import type { Served } from './repository.ts';

/** Reads texts of pages and blobs by sha256; from memory where it can. */
export type ReadTexts = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

type Published = { repository: Served; roots: readonly StoredRoot[]; timestamp: string };

/**
 * Everything newer than what the agent names, in one answer: the very texts that the TUF paths serve. Of the pages that the agent lacks, the
 * blobs that its own old pages do not list come along, as far as they fit 256 KiB.
 */
export async function composeBundle(
  { repository, roots, timestamp }: Published,
  request: BundleRequest,
  readPages: ReadTexts,
  readBlobs: ReadTexts,
): Promise<BundleResponse> {
  const { have } = request;
  const held = new Set(request.pages);
  const listed = new Set(repository.parsed.pages.map((page) => page.sha256));
  const missing = [...listed].filter((name) => !held.has(name));
  const outdated = [...held].filter((name) => !listed.has(name));
  const texts = missing.length > 0 ? await readPages([...missing, ...outdated]) : new Map<string, string>();
  const entries = (name: string): readonly Entry[] => (texts.has(name) ? entriesOf(name, texts.get(name) ?? '[]') : []);
  const known = new Set(outdated.flatMap(entries).map(([, sha256]) => sha256));
  const wanted = firstThatFit(
    missing.flatMap(entries).filter(([, sha256]) => !known.has(sha256)),
    inlineBlobBytes,
  );
  return {
    roots: roots.filter((root) => root.version > have.root).map((root) => root.body),
    timestamp,
    ...(have.snapshot === repository.tufVersion ? {} : { snapshot: repository.snapshot }),
    ...(have.targets === repository.tufVersion ? {} : { targets: repository.targets }),
    ...(request.manifest === repository.manifestSha256 ? {} : { manifest: repository.manifest }),
    pages: Object.fromEntries(missing.map((name) => [name, requirePage(name, texts)])),
    blobs: wanted.length > 0 ? Object.fromEntries(await readBlobs(wanted)) : {},
  };
}

function requirePage(name: string, texts: ReadonlyMap<string, string>): string {
  const text = texts.get(name);
  if (text === undefined) throw new Error(`page ${name} is listed but not stored`);
  return text;
}

/** Names of blobs in stage order (what is applied first comes first) until `maxBytes` are spent; bigger ones are left for the batch. */
function firstThatFit(entries: readonly Entry[], maxBytes: number): string[] {
  const names = new Set<string>();
  let left = maxBytes;
  for (const [, sha256, bytes] of entries.toSorted((a, b) => a[3] - b[3])) {
    if (bytes > left || names.has(sha256)) continue;
    names.add(sha256);
    left -= bytes;
  }
  return [...names];
}
