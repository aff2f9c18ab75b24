import { z } from 'zod';
import { driftPolicies } from '../kube/labels.ts';
import { sha256Hex } from '../kube/sha256.ts';

/** What a snapshot lists. Target `manifest.json` of the installation's TUF repository (DESIGN.md 4.2). */
export const manifestFormat = 'home-base/manifest/1';
export const pageCount = 64;

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');

export const PageRef = z.object({ sha256: Sha256, bytes: z.number().int().nonnegative(), count: z.number().int().nonnegative() });
export type PageRef = z.infer<typeof PageRef>;

export const Manifest = z.object({
  format: z.literal(manifestFormat),
  installationId: z.string(),
  /** Snapshot version, 1, 2, 3…: never below the last one that the agent accepted. */
  version: z.number().int().positive(),
  desiredRev: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
  /** Keys whose removal a person confirmed: deleted at once, data included. */
  removals: z.array(z.string()),
  /** Everything of this installation may go: the installation is being decommissioned. */
  decommission: z.boolean(),
  /** While true the agent applies, heals and removes nothing; it still observes and reports. */
  paused: z.boolean(),
  driftPolicy: z.enum(driftPolicies),
  /** Always 64: page i holds the entries whose key hashes to i, sorted by key. */
  pages: z.array(PageRef).length(pageCount),
});
export type Manifest = z.infer<typeof Manifest>;

/** `[key, sha256 of the blob, bytes of the blob, stage, owner]`; owner is the id of a battery or object. */
export const Entry = z.tuple([z.string(), Sha256, z.number().int().positive(), z.number().int().min(0).max(5), z.string()]);
export type Entry = z.infer<typeof Entry>;
export const Page = z.array(Entry);
export type Page = z.infer<typeof Page>;

/** Page of a key: the first 6 bits of sha256(key). */
export function pageOf(key: string): number {
  return Number.parseInt(sha256Hex(key).slice(0, 2), 16) >> 2;
}

/** Entries into their 64 pages, each sorted by key (UTF-16 order, as RFC 8785 sorts). */
export function paginate(entries: Iterable<Entry>): Page[] {
  const pages: Page[] = Array.from({ length: pageCount }, () => []);
  for (const entry of entries) pages[pageOf(entry[0])]!.push(entry);
  for (const page of pages) page.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  return pages;
}

/** Byte caps that the agent enforces while it reads, before it parses anything. */
export const byteCaps = {
  root: 64 << 10,
  timestamp: 16 << 10,
  snapshot: 16 << 10,
  targets: 32 << 10,
  manifest: 1 << 20,
  page: 8 << 20,
  blob: 3 << 20,
  bundle: 64 << 20,
} as const;
