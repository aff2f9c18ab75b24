import type { KubeError } from '../kube/answer.ts';
import { digText } from '../kube/json.ts';
import type { Kube } from '../kube/kube.ts';
import type { Log } from './engine.ts';
import { type Index, shardOf, type Tracked } from './index.ts';

const stateLabel = { 'home-base/state': 'index' };

/** Reads the 16 ConfigMaps into the index. What is missing or damaged is left out: its objects are applied again, which is harmless. Answers why it could not be read. */
export async function loadState(kube: Kube, namespace: string, index: Index): Promise<KubeError | undefined> {
  const answer = await kube.list(
    { group: '', kind: 'ConfigMap', version: 'v1' },
    {
      namespace,
      labelSelector: 'home-base/state=index',
      limit: 4,
      onPage: (items) => {
        for (const item of items) for (const tracked of parseLines(digText(item, 'data', 'index'))) index.set(tracked);
      },
    },
  );
  index.takeDirty();
  return answer.ok ? undefined : answer.error;
}

/** Writes the shards that changed; what could not be written stays dirty for the next time. */
export async function saveState(kube: Kube, namespace: string, index: Index, log: Log): Promise<void> {
  const dirty = index.takeDirty();
  if (dirty.length === 0) return;
  const shards = new Map<number, Tracked[]>(dirty.map((shard) => [shard, []]));
  for (const tracked of index.values()) shards.get(shardOf(tracked.key))?.push(tracked);
  await Promise.all(
    [...shards].map(async ([shard, tracked]) => {
      const answer = await kube.apply(
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: `agent-state-${shard.toString(16)}`, namespace, labels: stateLabel },
          data: { index: formatLines(tracked) },
        },
        { force: true },
      );
      if (answer.ok) return;
      index.markDirty(shard);
      log('warn', `the agent's state could not be written: ${answer.error.message}`, { namespace, shard });
    }),
  );
}

/** One line an object, tab-separated: key, apiVersion, sha256, digest, resourceVersion, missingSince. */
export function formatLines(tracked: readonly Tracked[]): string {
  return [...tracked]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, apiVersion, sha256, digest, resourceVersion, missingSince }) =>
      [key, apiVersion, sha256, digest, resourceVersion, missingSince ?? ''].join('\t'),
    )
    .join('\n');
}

export function parseLines(text: string): Tracked[] {
  return text.split('\n').flatMap((line) => {
    const [key, apiVersion, sha256, digest, resourceVersion, missing] = line.split('\t');
    if (key?.split('/').length !== 4 || !apiVersion || sha256 === undefined || !digest || resourceVersion === undefined) return [];
    const missingSince = Number(missing);
    return [{ key, apiVersion, sha256, digest, resourceVersion, ...(missing && Number.isFinite(missingSince) && { missingSince }) }];
  });
}
