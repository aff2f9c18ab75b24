import { type Rule, read, write } from '../../parts/rbac.ts';

const group = ['redis.redis.opstreelabs.in'];
const kinds = ['redis', 'redisclusters', 'redisreplications', 'redissentinels'];

/** RBAC of the OT Redis operator 0.24. What differs from upstream's file, and why, is in upstream/rbac.test.ts. */
export const operatorRules: Rule[] = [
  {
    apiGroups: [''],
    resources: ['configmaps', 'events', 'persistentvolumeclaims', 'pods', 'pods/exec', 'secrets', 'services'],
    verbs: write,
  },
  { apiGroups: [''], resources: ['namespaces'], verbs: read },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: read },
  { apiGroups: ['apps'], resources: ['statefulsets'], verbs: write },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: write },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: write },
  { apiGroups: group, resources: kinds, verbs: write },
  { apiGroups: group, resources: kinds.map((kind) => `${kind}/finalizers`), verbs: ['update'] },
  { apiGroups: group, resources: kinds.map((kind) => `${kind}/status`), verbs: ['get', 'patch', 'update'] },
];
