import type { Answer, KubeError } from './answer.ts';
import type { Exchange, Response } from './connection.ts';
import { digList, digText, textOf } from './json.ts';
import type { KindInfo, KindRef } from './kube.ts';
import { parseJson } from './retry.ts';

const accept =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';

export type Discovery = {
  resolve: (kind: KindRef, options?: { fresh?: boolean }) => Promise<KindInfo | undefined>;
  /** Why the last reading was not whole: what was not found then may be served all the same. */
  failure: () => KubeError | undefined;
};

/**
 * Which kinds the API server serves, from its two aggregated documents (Kubernetes 1.27 and later). Read when a kind is unknown, at most once in
 * `minIntervalMs`, with ETags, so that a poll for a CRD that is not Established yet costs a 304.
 */
export function createDiscovery(send: (exchange: Exchange) => Promise<Answer<Response>>, minIntervalMs = 100): Discovery {
  const documents = ['/api', '/apis'].map((path) => ({ path, etag: '', kinds: new Map<string, KindInfo[]>() }));
  let reading: Promise<void> | undefined;
  let failed: KubeError | undefined;
  let readAt = Number.NEGATIVE_INFINITY;

  const read = async () => {
    const wait = readAt + minIntervalMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const errors = await Promise.all(
      documents.map(async (document) => {
        const answer = await send({ method: 'GET', path: document.path, accept, etag: document.etag });
        if (!answer.ok) return answer.error;
        if (answer.value.status === 304) return undefined;
        document.kinds = kindsIn(parseJson(answer.value.text));
        document.etag = answer.value.etag ?? '';
        return undefined;
      }),
    );
    failed = errors.find((error) => error !== undefined);
    readAt = performance.now();
  };
  const refresh = () => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const find = ({ group, kind, version }: KindRef) => {
    for (const document of documents) {
      const versions = document.kinds.get(`${group}/${kind}`);
      const found = version === undefined ? versions?.[0] : versions?.find((info) => info.version === version);
      if (found) return found;
    }
    return undefined;
  };
  return {
    resolve: async (kind, { fresh = false } = {}) => {
      if (!fresh) {
        const known = find(kind);
        if (known) return known;
      }
      await refresh();
      return find(kind);
    },
    failure: () => failed,
  };
}

/** APIGroupDiscoveryList → `group/Kind` → its versions, the preferred one first. Subresources and kinds that cannot be patched are left out. */
export function kindsIn(document: unknown): Map<string, KindInfo[]> {
  const kinds = new Map<string, KindInfo[]>();
  for (const group of digList(document, 'items')) {
    const groupName = digText(group, 'metadata', 'name');
    for (const version of digList(group, 'versions')) {
      for (const resource of digList(version, 'resources')) {
        const kind = digText(resource, 'responseKind', 'kind');
        const plural = textOf(resource.resource);
        if (!kind || !plural) continue;
        const key = `${groupName}/${kind}`;
        const info = { group: groupName, version: textOf(version.version), kind, plural, namespaced: resource.scope === 'Namespaced' };
        const known = kinds.get(key);
        if (!known) kinds.set(key, [info]);
        // Two resources of a version may share a kind (Scale, Eviction): the first is the one that holds objects.
        else if (!known.some((other) => other.version === info.version)) known.push(info);
      }
    }
  }
  return kinds;
}
