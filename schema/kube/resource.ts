/** One Kubernetes object as Home Base knows it: plain JSON, no status, no server-set metadata. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type ObjectMeta = {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
};

export type Resource = {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
};

/** `group/Kind/namespace/name`; `core` stands for the empty group and `-` for no namespace, as in `core/Namespace/-/battery-core`. */
export type ResourceKey = `${string}/${string}/${string}/${string}`;

/** API group of an apiVersion: '' for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The version is left out on purpose: an object keeps its identity when its kind moves from v1beta1 to v1. */
export function resourceKey(resource: Pick<Resource, 'apiVersion' | 'kind' | 'metadata'>): ResourceKey {
  return formatKey({
    group: groupOf(resource.apiVersion),
    kind: resource.kind,
    namespace: resource.metadata.namespace,
    name: resource.metadata.name,
  });
}

export type KeyParts = { group: string; kind: string; namespace?: string | undefined; name: string };

export function formatKey({ group, kind, namespace, name }: KeyParts): ResourceKey {
  return `${group || 'core'}/${kind}/${namespace ?? '-'}/${name}`;
}

/** The parts of a key; throws on text that is not one. Names hold no slash, but RBAC names may hold colons. */
export function parseKey(key: string): KeyParts {
  const [group, kind, namespace, ...rest] = key.split('/');
  if (!group || !kind || !namespace || rest.length !== 1 || !rest[0])
    throw new Error(`"${key}" is not a resource key of the form group/Kind/namespace/name`);
  return { group: group === 'core' ? '' : group, kind, namespace: namespace === '-' ? undefined : namespace, name: rest[0] };
}
