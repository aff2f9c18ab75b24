import type { Agent } from '@home-base/schema/wire/agents.ts';
import type { Installation } from '@home-base/schema/wire/installations.ts';
import type { z } from 'zod';
import type { Api } from './http.ts';
import { pollUntil } from './process/poll.ts';

type Page = { items: { key: string; state: string; health: string; message?: string }[]; nextCursor?: string | null };
type SeenAgent = Pick<z.output<typeof Agent>, 'applied' | 'lastSeenAt' | 'revokedAt'>;

type Watched = {
  api: Pick<Api, 'call'>;
  installationId: string;
  /** When this agent's process began: what one before it said does not count. */
  since: Date;
};

/**
 * Resolves when everything that should be is published, applied and healthy, as this agent has reported; of a paused installation, where nothing is
 * applied, when the agent is there. Tells meanwhile what it waits for. At most 5 minutes.
 */
export async function watchUntilHealthy(watched: Watched, detail: (text: string) => void, everyMs = 500): Promise<void> {
  let last = '';
  await pollUntil(
    'every resource becoming healthy',
    async () => {
      const { isThere, text } = await lookOnce(watched);
      last = text;
      detail(last);
      return isThere ? true : undefined;
    },
    { timeoutMs: 300_000, everyMs },
  ).catch((error: Error) => {
    throw new Error(`${error.message}: ${last}`, { cause: error });
  });
}

async function lookOnce({ api, installationId, since }: Watched): Promise<{ isThere: boolean; text: string }> {
  const path = `/v1/installations/${installationId}`;
  const installation = await api.call<Installation>('GET', path);
  const agents = (await api.call<{ items: SeenAgent[] }>('GET', `${path}/agents`)).items.filter(({ revokedAt }) => revokedAt === null);
  const isSince = (at: string | null | undefined) => at !== null && at !== undefined && Date.parse(at) >= since.getTime();
  if (installation.paused)
    return { isThere: agents.some(({ lastSeenAt }) => isSince(lastSeenAt)), text: 'paused: nothing is applied until it is resumed' };
  // Asked for after the agent: rows are at least as new as what it is said to have applied.
  const resources = await listResources(api, installationId);
  const open = resources.filter(isOpen);
  const [first] = open;
  const isPublished = installation.publishedRev >= installation.desiredRev && installation.publishedVersion > 0;
  const isFresh = agents.some(({ applied }) => applied?.version === installation.publishedVersion && isSince(applied.finishedAt));
  return {
    isThere: isPublished && isFresh && resources.length > 0 && open.length === 0,
    text: `${resources.length - open.length} of ${resources.length} resources healthy${first ? `; ${first.key}: ${first.message ?? first.health}` : ''}`,
  };
}

/** Not applied and healthy yet. What is held is not wanted any more: it stays until somebody confirms its removal. */
export function isOpen({ state, health }: { state: string; health: string }): boolean {
  return state !== 'held' && (health !== 'healthy' || state !== 'applied');
}

/** All resources of an installation, page by page. */
export async function listResources(api: Pick<Api, 'call'>, installationId: string): Promise<Page['items']> {
  const items: Page['items'] = [];
  let cursor: string | undefined;
  do {
    const page = await api.call<Page>(
      'GET',
      `/v1/installations/${installationId}/resources?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}
