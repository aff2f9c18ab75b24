import { type Rule, read } from '../../parts/rbac.ts';

/** RBAC of trust-manager 0.22 with targets in ConfigMaps only. Its Roles are in rules for its own namespace: the Secrets that it reads, and its lease. */
export const clusterRules: Rule[] = [
  { apiGroups: ['trust.cert-manager.io'], resources: ['bundles'], verbs: [...read, 'patch'] },
  { apiGroups: ['trust.cert-manager.io'], resources: ['bundles/finalizers'], verbs: ['update'] },
  { apiGroups: ['trust.cert-manager.io'], resources: ['bundles/status'], verbs: ['patch', 'update'] },
  // The API that is to follow Bundle; its definition comes with this version.
  { apiGroups: ['trust-manager.io'], resources: ['clusterbundles'], verbs: [...read, 'patch'] },
  { apiGroups: ['trust-manager.io'], resources: ['clusterbundles/finalizers'], verbs: ['update'] },
  { apiGroups: ['trust-manager.io'], resources: ['clusterbundles/status'], verbs: ['patch', 'update'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: [...read, 'create', 'delete', 'patch'] },
  { apiGroups: [''], resources: ['namespaces'], verbs: read },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];

export const sourceRules: Rule[] = [{ apiGroups: [''], resources: ['secrets'], verbs: read }];

export const leaseRules: Rule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: [...read, 'create', 'patch', 'update'] },
];
