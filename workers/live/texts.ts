import type { Id } from '@home-base/schema/ids/id.ts';
import { listedNames } from '../agents/blobs.ts';
import type { ReadTexts } from '../agents/bundle.ts';
import type { Served } from '../agents/repository.ts';
import { withSystem } from '../db/with-system.ts';
import type { Env } from '../env.ts';
import { runAsSystem } from '../open-ctx.ts';
import { loadBlobs } from '../publish/blob-store.ts';
import { findPages, rememberedPages } from '../publish/load-pages.ts';
import { textCache } from '../publish/text-cache.ts';

/** Pages and blobs of a room's installation: from memory where they are, else from the database. */
export type Texts = {
  /** Pages that nobody knows are absent. */
  pages: (repository: Served) => ReadTexts;
  blobs: (repository: Served) => ReadTexts;
  /** Names that recent snapshots list; read once a version. */
  listed: (installationId: Id<'installation'>, repository: Served) => Promise<ReadonlySet<string>>;
  /** What was just published is what the agent asks for next. */
  remember: (blobs: ReadonlyMap<string, string>) => void;
};

const blobCacheCharacters = 16 << 20;

export function openTexts(env: Env): Texts {
  const cache = textCache(blobCacheCharacters);
  let listed: { version: number; names: Set<string> } | undefined;
  const query = <T>(reason: string, run: Parameters<typeof withSystem<T>>[2]) =>
    runAsSystem(env, reason, (ctx) => withSystem(ctx, reason, run));
  const remember: Texts['remember'] = (blobs) => {
    for (const [name, text] of blobs) cache.set(name, text);
  };
  return {
    remember,
    pages:
      ({ orgId }) =>
      async (names) => {
        const remembered = rememberedPages(orgId, names);
        return remembered.size === names.length ? remembered : query('room: pages', (tx) => findPages(tx, orgId, names));
      },
    blobs:
      ({ orgId }) =>
      async (names) => {
        const texts = new Map<string, string>();
        for (const name of names) {
          const text = cache.get(name);
          if (text !== undefined) texts.set(name, text);
        }
        const missing = names.filter((name) => !texts.has(name));
        if (missing.length === 0) return texts;
        const loaded = await query('room: blobs', (tx) => loadBlobs(tx, orgId, missing));
        remember(loaded);
        return new Map([...texts, ...loaded]);
      },
    listed: async (installationId, { orgId, version }) => {
      if (listed?.version !== version)
        listed = { version, names: await query('room: which blobs are listed', (tx) => listedNames(tx, { orgId, installationId })) };
      return listed.names;
    },
  };
}
