import type { Api } from './http.ts';
import { agentMetric, type LocalAgent } from './local-agent.ts';
import { pollUntil } from './process/poll.ts';

type Page = { items: { key: string; state: string; health: string; message?: string }[]; nextCursor?: string | null };
type Installation = { desiredRev: number; publishedRev: number; publishedVersion: number; agent?: { applied?: { version: number } } };

type Watched = { api: Api; installationId: string; agent: Pick<LocalAgent, 'listenPort'> };

/** Resolves when everything that should be is published, applied and healthy; tells meanwhile what it waits for. At most 5 minutes. */
export async function watchUntilHealthy({ api, installationId, agent }: Watched, detail: (text: string) => void): Promise<void> {
  let last = '';
  await pollUntil(
    'every resource becoming healthy',
    async () => {
      // Before this agent has looked and said so, Home Base shows what the one before it had seen.
      const [looked, reports] = [await agentMetric(agent, 'applied_version'), await agentMetric(agent, 'reports_sent_total')];
      const resources = await listResources(api, installationId);
      const open = resources.filter(isOpen);
      const first = open[0];
      last = `${resources.length - open.length} of ${resources.length} resources healthy${first ? `; ${first.key}: ${first.message ?? first.health}` : ''}`;
      detail(last);
      const installation = await api.call<Installation>('GET', `/v1/installations/${installationId}`);
      const published = installation.publishedRev >= installation.desiredRev && installation.publishedVersion > 0;
      const isFresh = looked === installation.publishedVersion && reports > 0;
      return published && isFresh && resources.length > 0 && open.length === 0 ? true : undefined;
    },
    { timeoutMs: 300_000, everyMs: 500 },
  ).catch((error: Error) => {
    throw new Error(`${error.message}: ${last}`, { cause: error });
  });
}

/** Not applied and healthy yet. What is held is not wanted any more: it stays until somebody confirms its removal. */
export function isOpen({ state, health }: { state: string; health: string }): boolean {
  return state !== 'held' && (health !== 'healthy' || state !== 'applied');
}

/** All resources of an installation, page by page. */
export async function listResources(api: Api, installationId: string): Promise<Page['items']> {
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
