export type StateKind = 'Secret' | 'ConfigMap';
/** The admission policy lets the agent write nothing else in its own namespace (DESIGN.md 4.2). */
export type StateName = `agent-state-${string}`;
export type StateData = Readonly<Record<string, Uint8Array>>;

/** Where the agent keeps what must outlive it. `write` replaces the whole object. All reject when the API server cannot be reached. */
export type StateStore = {
  read: (kind: StateKind, name: StateName) => Promise<StateData | undefined>;
  write: (kind: StateKind, name: StateName, data: StateData) => Promise<void>;
  remove: (kind: StateKind, name: StateName) => Promise<void>;
};

/** Bytes of one ConfigMap at most: Kubernetes refuses more than 1 MiB of data. */
export const chunkBytes = 900 << 10;

/** A store in memory, for tests and tools that need no cluster. `objects` is open so that a test can spoil it. */
export function createMemoryStore(): StateStore & { objects: Map<string, StateData>; writes: () => number } {
  const objects = new Map<string, StateData>();
  let writes = 0;
  return {
    objects,
    writes: () => writes,
    read: async (kind, name) => objects.get(`${kind}/${name}`),
    write: async (kind, name, data) => {
      writes += 1;
      objects.set(`${kind}/${name}`, data);
    },
    remove: async (kind, name) => {
      objects.delete(`${kind}/${name}`);
    },
  };
}
