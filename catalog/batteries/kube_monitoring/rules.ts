import { type Rule, read } from '../../parts/rbac.ts';

const watch = ['list', 'watch'];

/** What kube-state-metrics counts, by API group. Left out of its own list: Secrets and ConfigMaps, whose contents it would be able to read. */
export const counted: Record<string, string[]> = {
  '': [
    'endpoints',
    'limitranges',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'pods',
    'replicationcontrollers',
    'resourcequotas',
    'services',
  ],
  'admissionregistration.k8s.io': ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  apps: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'certificates.k8s.io': ['certificatesigningrequests'],
  'coordination.k8s.io': ['leases'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'storage.k8s.io': ['storageclasses', 'volumeattachments'],
};

export const kubeStateMetricsRules: Rule[] = Object.entries(counted).map(([group, resources]) => ({
  apiGroups: [group],
  resources,
  verbs: watch,
}));

/**
 * RBAC of metrics-server 0.8; it is also bound to Kubernetes' own system:auth-delegator. Left out: upstream's role for people, which would widen view,
 * edit and admin by aggregation.
 */
export const metricsServerRules: Rule[] = [
  { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
  { apiGroups: [''], resources: ['nodes', 'pods'], verbs: read },
];
