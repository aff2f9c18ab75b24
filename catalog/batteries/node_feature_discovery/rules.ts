import { type Rule, read } from '../../parts/rbac.ts';

const group = ['nfd.k8s-sigs.io'];

/** RBAC of node-feature-discovery 0.18. What differs from upstream's files, and why, is in upstream/rbac.test.ts. */
export const masterRules: Rule[] = [
  { apiGroups: [''], resources: ['namespaces'], verbs: ['list', 'watch'] },
  { apiGroups: [''], resources: ['nodes', 'nodes/status'], verbs: ['get', 'list', 'patch', 'update'] },
  { apiGroups: group, resources: ['nodefeatures', 'nodefeaturerules', 'nodefeaturegroups'], verbs: read },
];

/** The lease by which masters agree who writes, in their own namespace. */
export const masterLeaseRules: Rule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  {
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    resourceNames: ['nfd-master.nfd.kubernetes.io'],
    verbs: ['get', 'update'],
  },
];

export const collectorRules: Rule[] = [
  { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] },
  { apiGroups: group, resources: ['nodefeatures'], verbs: ['delete', 'list'] },
];

/** Its own pod is named as the owner of what it reports. */
export const workerRules: Rule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
  { apiGroups: group, resources: ['nodefeatures'], verbs: ['create', 'delete', 'get', 'update'] },
];
