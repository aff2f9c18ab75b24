import type { Resource } from '@home-base/schema/kube/resource.ts';
import { type Rule, read } from '../../parts/rbac.ts';

/** RBAC of istio-csr 0.14, as its chart has it (deploy/charts/istio-csr). */
export const clusterRules: Rule[] = [
  // What proxies trust, in every namespace.
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'create', 'update', 'watch'] },
  // Pods: is the one that ztunnel asks for on its node?
  { apiGroups: [''], resources: ['namespaces', 'pods'], verbs: read },
  { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
];

const requestRules: Rule[] = [
  { apiGroups: ['cert-manager.io'], resources: ['certificaterequests'], verbs: [...read, 'create', 'update', 'delete'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: [...read, 'create', 'update'] },
];

/** It runs in base and asks cert-manager, and elects its leader, in Istio's namespace. */
export function istioNamespaceGrant(name: string, account: { namespace: string; name: string }, namespace: string): Resource[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  return [
    { apiVersion, kind: 'Role', metadata: { name, namespace }, rules: requestRules },
    {
      apiVersion,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
    },
  ];
}
