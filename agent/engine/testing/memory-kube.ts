import { formatKey, type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { type Answer, failure, type Live } from '../../kube/answer.ts';
import type { Kube, ObjectRef, WatchEvent, WatchOptions } from '../../kube/kube.ts';

/** For orders of events that no real API server can be made to keep: writes answer when the test says so, watches bring what it puts. */
export type MemoryKube = {
  kube: Kube;
  /** Another's write. */
  put: (live: Live) => void;
  remove: (key: string) => void;
  get: (key: string) => Live;
  /** Runs between the commit of a write and its answer. */
  afterCommit: (run: (resource: Resource) => unknown) => void;
  /** Writes of objects with this name are refused from now on. */
  refuse: (name: string) => void;
  /** Lists anew to the watches of a kind, as after a break; until then they bring nothing. */
  cut: () => void;
  relist: (kind: string) => void;
};

const missing: Answer<never> = {
  ok: false,
  error: { type: 'status', status: 404, reason: 'NotFound', message: 'not found', causes: [] },
};
const done = <T>(value: T): Answer<T> => ({ ok: true, value, warnings: [] });

export function createMemoryKube(): MemoryKube {
  const objects = new Map<string, Live>();
  const watches: { kind: string; options: WatchOptions }[] = [];
  const refused = new Set<string>();
  let version = 100;
  let isCut = false;
  let between: (resource: Resource) => unknown = () => undefined;
  const keyOf = ({ group, kind, namespace, name }: ObjectRef) => formatKey({ group, kind, namespace, name });
  const tell = (type: WatchEvent['type'], live: Live) => {
    for (const { kind, options } of watches) if (kind === live.kind && !isCut) options.onEvent({ type, object: structuredClone(live) });
  };
  const list = ({ kind, options }: { kind: string; options: WatchOptions }) => {
    const keys = new Set<string>();
    for (const live of objects.values()) {
      if (live.kind !== kind) continue;
      keys.add(`${live.metadata.namespace ?? '-'}/${live.metadata.name}`);
      options.onEvent({ type: 'ADDED', object: structuredClone(live) });
    }
    options.onSynced?.(keys);
  };
  const put = (live: Live) => {
    const key = resourceKey(live);
    const type = objects.has(key) ? 'MODIFIED' : 'ADDED';
    version += 1;
    const stored = { ...live, metadata: { ...live.metadata, resourceVersion: String(version) } };
    objects.set(key, stored);
    tell(type, stored);
  };
  const remove = (key: string) => {
    const live = objects.get(key);
    objects.delete(key);
    if (live) tell('DELETED', live);
  };
  const get = (key: string) => {
    const live = objects.get(key);
    if (!live) throw new Error(`there is no ${key}`);
    return structuredClone(live);
  };
  const managedFields = [{ manager: 'home-base-agent', operation: 'Apply', fieldsV1: { 'f:spec': {} } }];
  const kube: Kube = {
    apply: async (resource) => {
      const key = resourceKey(resource);
      if (refused.has(resource.metadata.name)) return failure('status', 'refused by the test');
      // What is there already is as we want it: such an apply changes nothing and makes no event.
      if (!objects.has(key)) put({ ...structuredClone(resource), metadata: { ...resource.metadata, uid: key, managedFields } });
      const answer = get(key);
      await between(resource);
      return done(answer);
    },
    get: async (ref) => (objects.has(keyOf(ref)) ? done(get(keyOf(ref))) : missing),
    list: async (_kind, { onPage }) => {
      onPage([]);
      return done({ resourceVersion: String(version), count: 0 });
    },
    count: async () => done(0),
    delete: async (ref) => {
      remove(keyOf(ref));
      return done(undefined);
    },
    jsonPatch: async () => missing,
    watch: ({ kind }, options) => {
      const watch = { kind, options };
      watches.push(watch);
      setImmediate(() => list(watch));
      return { stop: () => void watches.splice(watches.indexOf(watch), 1) };
    },
    resolve: async () => undefined,
    version: async () => done({ gitVersion: 'v1.36.3', platform: 'linux/amd64' }),
    stats: () => ({ requests: 0, retries: 0, throttled: 0, limit: 1, inFlight: 0 }),
    close: () => undefined,
  };
  return {
    kube,
    put,
    remove,
    get,
    afterCommit: (run) => {
      between = run;
    },
    refuse: (name) => void refused.add(name),
    cut: () => {
      isCut = true;
    },
    relist: (kind) => {
      isCut = false;
      for (const watch of watches) if (watch.kind === kind) list(watch);
    },
  };
}
