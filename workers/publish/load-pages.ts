import type { Id } from '@home-base/schema/ids/id.ts';
import { type Entry, Page, type PageRef } from '@home-base/schema/wire/manifest.ts';
import type { Tx } from '../db/database.ts';
import { loadBlobs } from './blob-store.ts';
import { type TextCache, textCache } from './text-cache.ts';

/** Pages that this isolate read or wrote lately; the name carries the org, so that one org's page never answers for another's. */
const pageCache: TextCache = textCache(24 << 20);

export function rememberPage(orgId: Id<'org'>, sha256: string, text: string): void {
  pageCache.set(`${orgId}/${sha256}`, text);
}

/** Those of the named pages that this isolate remembers. */
export function rememberedPages(orgId: Id<'org'>, names: Iterable<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    const text = pageCache.get(`${orgId}/${name}`);
    if (text !== undefined) found.set(name, text);
  }
  return found;
}

/** Texts of pages by sha256, from memory or in one query; names that are no page of the org are absent. */
export async function findPages(tx: Tx, orgId: Id<'org'>, names: Iterable<string>): Promise<Map<string, string>> {
  const asked = new Set(names);
  const found = rememberedPages(orgId, asked);
  const missing = [...asked].filter((name) => !found.has(name));
  if (missing.length === 0) return found;
  for (const [name, text] of await loadBlobs(tx, orgId, missing)) {
    if (!Page.safeParse(JSON.parse(text)).success) continue;
    rememberPage(orgId, name, text);
    found.set(name, text);
  }
  return found;
}

/** Throws when one is missing: a listed page is never deleted. */
export async function loadPages(tx: Tx, orgId: Id<'org'>, names: Iterable<string>): Promise<Map<string, string>> {
  const asked = new Set(names);
  const found = await findPages(tx, orgId, asked);
  const lost = [...asked].find((name) => !found.has(name));
  if (lost) throw new Error(`page ${lost} of org ${orgId} is listed by a snapshot but not stored`);
  return found;
}

const parsed = new Map<string, Entry[]>();

/** Entries of a page. Parsed ones are kept: pages are immutable and most stay the same from one snapshot to the next. */
export function entriesOf(sha256: string, text: string): readonly Entry[] {
  let page = parsed.get(sha256);
  if (!page) {
    page = Page.parse(JSON.parse(text));
    if (parsed.size >= 512) parsed.delete(parsed.keys().next().value ?? '');
    parsed.set(sha256, page);
  }
  return page;
}

/** All entries of a snapshot, page by page. */
export async function loadEntries(tx: Tx, orgId: Id<'org'>, pages: readonly PageRef[]): Promise<Entry[]> {
  const texts = await loadPages(
    tx,
    orgId,
    pages.map((page) => page.sha256),
  );
  return pages.flatMap((page) => entriesOf(page.sha256, texts.get(page.sha256) ?? '[]'));
}
