import { type Rule, read } from '../../parts/rbac.ts';

const core = ['karpenter.sh'];

/**
 * RBAC of Karpenter 1.12.1, as its chart renders it. Left out: the role for people (karpenter-admin), which would widen Kubernetes' own by
 * aggregation.
 */
export const coreRules: Rule[] = [
  {
    apiGroups: core,
    resources: ['nodepools', 'nodepools/status', 'nodeclaims', 'nodeclaims/status', 'nodeoverlays', 'nodeoverlays/status'],
    verbs: read,
  },
  { apiGroups: core, resources: ['nodeclaims', 'nodeclaims/status'], verbs: ['create', 'delete', 'update', 'patch'] },
  { apiGroups: core, resources: ['nodepools', 'nodepools/status', 'nodeoverlays/status'], verbs: ['update', 'patch'] },
  {
    apiGroups: [''],
    resources: ['pods', 'nodes', 'persistentvolumes', 'persistentvolumeclaims', 'replicationcontrollers', 'namespaces', 'events'],
    verbs: read,
  },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: [''], resources: ['nodes'], verbs: ['patch', 'delete', 'update'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: ['storage.k8s.io'], resources: ['storageclasses', 'csinodes', 'volumeattachments'], verbs: read },
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: ['list', 'watch'] },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: read },
];

export const awsRules: Rule[] = [
  { apiGroups: ['karpenter.k8s.aws'], resources: ['ec2nodeclasses'], verbs: [...read, 'patch', 'update'] },
  { apiGroups: ['karpenter.k8s.aws'], resources: ['ec2nodeclasses/status'], verbs: ['patch', 'update'] },
];

export const leaseRules: Rule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'watch'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: ['karpenter-leader-election'], verbs: ['patch', 'update'] },
  // Creating cannot be limited to a name.
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
];

/** In kube-system: the address of the cluster's DNS, which new nodes are told. */
export const dnsRules: Rule[] = [{ apiGroups: [''], resources: ['services'], resourceNames: ['kube-dns'], verbs: ['get'] }];
