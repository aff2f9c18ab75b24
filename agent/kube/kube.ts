import { fieldManager } from '@home-base/schema/kube/labels.ts';
import { groupOf, type Resource } from '@home-base/schema/kube/resource.ts';
import { type Answer, asLive, failure, type KubeError, type Live } from './answer.ts';
import type { KubeConfig } from './config.ts';
import { createConnection, type Exchange, type Response } from './connection.ts';
import { createDiscovery } from './discovery.ts';
import { dig, digNumber, digText } from './json.ts';
import { createLimiter } from './limiter.ts';
import { apiVersionOf, collectionPath, objectPath, query, versionOf } from './paths.ts';
import { exchangeWithRetries, parseJson } from './retry.ts';
import { startWatch } from './watch.ts';

export type ObjectRef = { apiVersion?: string; group: string; kind: string; namespace?: string | undefined; name: string };
export type KindRef = { group: string; kind: string; version?: string | undefined };
export type KindInfo = { group: string; version: string; kind: string; plural: string; namespaced: boolean };
export type JsonPatchOp = { op: 'test' | 'replace' | 'add' | 'remove'; path: string; value?: unknown };
export type WatchEvent = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: Live };
export type WatchOptions = {
  labelSelector?: string;
  fieldSelector?: string;
  namespace?: string;
  /** Only metadata travels (PartialObjectMetadata): for kinds whose objects are large, such as CRDs. */
  metadataOnly?: boolean;
  onEvent: (event: WatchEvent) => void;
  /** A whole listing has gone through onEvent (as ADDED): what was known and is not in `keys` (namespace/name) is gone. */
  onSynced?: (keys: ReadonlySet<string>) => void;
  /** The kind cannot be watched now (forbidden, unknown); it is tried again with backoff. */
  onError?: (message: string) => void;
};

export type Kube = {
  /** Server-side apply as home-base-agent, in the resource's own apiVersion. */
  apply: (resource: Resource, options?: { force?: boolean; dryRun?: boolean; signal?: AbortSignal }) => Promise<Answer<Live>>;
  get: (ref: ObjectRef) => Promise<Answer<Live>>;
  /** Pages of at most `limit` objects, handed over one page at a time so that none has to be kept. */
  list: (
    kind: KindRef,
    options: {
      namespace?: string;
      labelSelector?: string;
      fieldSelector?: string;
      metadataOnly?: boolean;
      limit?: number;
      onPage: (items: Live[]) => void;
    },
  ) => Promise<Answer<{ resourceVersion: string; count: number }>>;
  /** How many objects there are: one tiny request. */
  count: (kind: KindRef) => Promise<Answer<number>>;
  delete: (
    ref: ObjectRef,
    options?: { propagation?: 'Background' | 'Foreground' | 'Orphan'; uid?: string; resourceVersion?: string },
  ) => Promise<Answer<undefined>>;
  jsonPatch: (ref: ObjectRef, ops: JsonPatchOp[]) => Promise<Answer<Live>>;
  watch: (kind: KindRef, options: WatchOptions) => { stop: () => void };
  /** From the discovery document, read anew when the kind is unknown. Undefined: the API server does not serve it. */
  resolve: (kind: KindRef, options?: { fresh?: boolean }) => Promise<KindInfo | undefined>;
  version: () => Promise<Answer<{ gitVersion: string; platform: string }>>;
  /** Requests sent since the start, retries included, watches counted once for each time they are opened. */
  stats: () => { requests: number; retries: number; throttled: number; limit: number; inFlight: number };
  close: () => void;
};

type ListOptions = Parameters<Kube['list']>[1];
const partialList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** The whole of what the agent says to one API server. Errors are values; nothing here throws but on a bug. */
export function createKube(config: KubeConfig, { startLimit, maxLimit }: { startLimit?: number; maxLimit?: number } = {}): Kube {
  const connection = createConnection(config);
  const limiter = createLimiter({
    ...(startLimit !== undefined && { start: startLimit }),
    ...(maxLimit !== undefined && { max: maxLimit }),
  });
  const counters = { requests: 0, retries: 0, throttled: 0 };
  const send = (exchange: Exchange) => exchangeWithRetries({ connection, limiter, counters, config }, exchange);
  const discovery = createDiscovery(send);
  const notServed = (kind: KindRef): { ok: false; error: KubeError } => {
    const error = discovery.failure();
    // Its status is not the object's: a 404 of a gateway before the API server does not say that an object is gone.
    if (error)
      return failure(error.type === 'timeout' ? 'timeout' : 'network', `what the API server serves could not be read: ${error.message}`);
    return unknownKind(kind);
  };

  /** Runs one request on an object's path; reads the discovery anew once when the path is not there. */
  const onObject = async (ref: ObjectRef, exchange: (path: string, info: KindInfo) => Exchange): Promise<Answer<Response>> => {
    const kind: KindRef = {
      group: ref.group,
      kind: ref.kind,
      version: ref.apiVersion === undefined ? undefined : versionOf(ref.apiVersion),
    };
    for (const fresh of [false, true]) {
      const info = await discovery.resolve(kind, { fresh });
      if (!info) return notServed(kind);
      if (info.namespaced && !ref.namespace) return failure('unknown-kind', `${ref.kind} "${ref.name}" needs a namespace`);
      const answer = await send(exchange(objectPath(info, ref.namespace, ref.name), info));
      if (answer.ok || !isPathMissing(answer.error)) return answer;
      if (fresh && !discovery.failure()) return answer;
    }
    return notServed(kind);
  };

  const list = async (
    info: KindInfo,
    options: Omit<ListOptions, 'onPage'>,
    onPage: ListOptions['onPage'],
  ): Promise<Answer<{ resourceVersion: string; count: number }>> => {
    let next: string | undefined;
    let count = 0;
    for (;;) {
      const path =
        collectionPath(info, options.namespace) +
        query({
          limit: String(options.limit ?? 100),
          continue: next,
          labelSelector: options.labelSelector,
          fieldSelector: options.fieldSelector,
        });
      const answer = await send({ method: 'GET', path, ...(options.metadataOnly && { accept: partialList }) });
      if (!answer.ok) return answer;
      const page = parseJson(answer.value.text);
      const items = dig(page, 'items');
      // Items of a list carry no kind of their own.
      const typed = (Array.isArray(items) ? items : [])
        .map((item: unknown) => asLive(typeof item === 'object' ? { ...item, apiVersion: apiVersionOf(info), kind: info.kind } : item))
        .filter((item) => item !== undefined);
      count += typed.length;
      onPage(typed);
      next = digText(page, 'metadata', 'continue') || undefined;
      if (!next) return { ok: true, value: { resourceVersion: digText(page, 'metadata', 'resourceVersion'), count }, warnings: [] };
    }
  };

  return {
    apply: async (resource, { force = false, dryRun = false, signal } = {}) => {
      const { name, namespace } = resource.metadata;
      const body = JSON.stringify(resource);
      const search = query({
        fieldManager,
        fieldValidation: 'Warn',
        force: force ? 'true' : undefined,
        dryRun: dryRun ? 'All' : undefined,
      });
      const answer = await onObject(
        { apiVersion: resource.apiVersion, group: groupOf(resource.apiVersion), kind: resource.kind, namespace, name },
        (path) => ({ method: 'PATCH', path: path + search, contentType: 'application/apply-patch+yaml', body, signal }),
      );
      return liveAnswer(answer);
    },
    get: async (ref) => liveAnswer(await onObject(ref, (path) => ({ method: 'GET', path }))),
    list: async (kind, options) => {
      const info = await discovery.resolve(kind);
      return info ? list(info, options, options.onPage) : notServed(kind);
    },
    count: async (kind) => {
      const info = await discovery.resolve(kind);
      if (!info) return notServed(kind);
      const answer = await send({ method: 'GET', path: collectionPath(info, undefined) + query({ limit: '1' }), accept: partialList });
      if (!answer.ok) return answer;
      const page = parseJson(answer.value.text);
      const items = dig(page, 'items');
      return {
        ok: true,
        value: (Array.isArray(items) ? items.length : 0) + (digNumber(page, 'metadata', 'remainingItemCount') ?? 0),
        warnings: [],
      };
    },
    delete: async (ref, { propagation = 'Background', uid, resourceVersion } = {}) => {
      const preconditions = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
      const body = JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: propagation,
        ...(Object.keys(preconditions).length > 0 && { preconditions }),
      });
      const answer = await onObject(ref, (path) => ({ method: 'DELETE', path, contentType: 'application/json', body }));
      return answer.ok ? { ...answer, value: undefined } : answer;
    },
    jsonPatch: async (ref, ops) =>
      liveAnswer(
        await onObject(ref, (path) => ({
          method: 'PATCH',
          path: path + query({ fieldManager }),
          contentType: 'application/json-patch+json',
          body: JSON.stringify(ops),
        })),
      ),
    watch: (kind, options) =>
      startWatch(
        {
          connection,
          counters,
          resolve: (wanted) => discovery.resolve(wanted),
          notServed: (wanted) => notServed(wanted).error.message,
          list: (info, { namespace, labelSelector, fieldSelector, metadataOnly }, onItem) =>
            list(
              info,
              {
                ...(namespace && { namespace }),
                ...(labelSelector && { labelSelector }),
                ...(fieldSelector && { fieldSelector }),
                ...(metadataOnly && { metadataOnly }),
              },
              (items) => items.forEach(onItem),
            ),
        },
        kind,
        options,
      ),
    resolve: discovery.resolve,
    version: async () => {
      const answer = await send({ method: 'GET', path: '/version' });
      if (!answer.ok) return answer;
      const body = parseJson(answer.value.text);
      return { ok: true, value: { gitVersion: digText(body, 'gitVersion'), platform: digText(body, 'platform') }, warnings: [] };
    },
    stats: () => ({ ...counters, limit: limiter.limit(), inFlight: limiter.inFlight() }),
    close: connection.close,
  };
}

function liveAnswer(answer: Answer<Response>): Answer<Live> {
  if (!answer.ok) return answer;
  const live = asLive(parseJson(answer.value.text));
  return live
    ? { ok: true, value: live, warnings: answer.warnings }
    : failure('network', 'the API server answered with something that is not an object');
}

/** 404 for the path, not for an object at it: the kind or version went away, or is not served yet. */
export function isPathMissing(error: KubeError): boolean {
  return error.status === 404 && (error.message.includes('could not find the requested resource') || error.reason === 'HTTP 404');
}

function unknownKind(kind: KindRef): { ok: false; error: KubeError } {
  const apiVersion = [kind.group, kind.version].filter(Boolean).join('/');
  return failure('unknown-kind', `the API server does not serve ${kind.kind}${apiVersion ? ` of ${apiVersion}` : ''}`);
}
