import { parseKey } from './resource.ts';

const alwaysKept = new Set(['Namespace', 'PersistentVolumeClaim', 'PersistentVolume', 'CustomResourceDefinition']);

/** Takes everything in it along when it goes (definitions, namespaces, volumes): never removed but when a person confirmed that very key. */
export function holdsOthers(key: string): boolean {
  return alwaysKept.has(parseKey(key).kind);
}

/** Holds what cannot be made again: also databases, caches and generated secrets. Removed only when the manifest names it. */
export function holdsData(key: string): boolean {
  const { group, kind } = parseKey(key);
  if (holdsOthers(key)) return true;
  if (group === 'apps') return kind === 'StatefulSet';
  if (group === 'postgresql.cnpg.io') return kind === 'Cluster';
  if (group === 'kubeflow.org') return kind === 'Notebook';
  return group === 'recipe.home-base' || group === 'redis.redis.opstreelabs.in' || group === 'k8s.ferretdb.io';
}
