import { type Rule, read, write } from '../../parts/rbac.ts';
import { agentName, alertName } from '../../parts/victoria-metrics.ts';

const group = ['operator.victoriametrics.com'];
const kinds = [
  'vlagents',
  'vlclusters',
  'vlogs',
  'vlsingles',
  'vmagents',
  'vmalertmanagerconfigs',
  'vmalertmanagers',
  'vmalerts',
  'vmanomalies',
  'vmauths',
  'vmclusters',
  'vmdistributed',
  'vmnodescrapes',
  'vmpodscrapes',
  'vmprobes',
  'vmrules',
  'vmscrapeconfigs',
  'vmservicescrapes',
  'vmsingles',
  'vmstaticscrapes',
  'vmusers',
  'vtclusters',
  'vtsingles',
];
const rbac = ['rbac.authorization.k8s.io'];
const apps = ['daemonsets', 'deployments', 'statefulsets'];

/**
 * RBAC of the VictoriaMetrics operator 0.68: upstream's file, parted. It watches its own kinds everywhere, and makes workloads in one namespace only,
 * ours; roles it makes nowhere, because every custom resource of ours names a service account. What differs from upstream is in upstream/rbac.test.ts.
 */
export const operatorClusterRules: Rule[] = [
  { apiGroups: group, resources: kinds, verbs: write },
  { apiGroups: group, resources: kinds.map((kind) => `${kind}/finalizers`), verbs: ['update'] },
  { apiGroups: group, resources: kinds.map((kind) => `${kind}/status`), verbs: ['get', 'patch', 'update'] },
  // ServiceMonitors and the like, which many charts bring: it makes its own kinds of them.
  {
    apiGroups: ['monitoring.coreos.com'],
    resources: ['alertmanagerconfigs', 'podmonitors', 'probes', 'prometheusrules', 'scrapeconfigs', 'servicemonitors'],
    verbs: read,
  },
  {
    apiGroups: [''],
    resources: ['endpoints', 'namespaces', 'nodes', 'persistentvolumeclaims', 'pods', 'serviceaccounts', 'services'],
    verbs: read,
  },
  // What scrapes name for their sign-in; never listed, as it does not cache these.
  { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get'] },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'list'] },
  { apiGroups: ['apps'], resources: [...apps, 'replicasets'], verbs: read },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: read },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: read },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: read },
  { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: read },
  // It looks whether it made roles in an earlier life.
  { apiGroups: rbac, resources: ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'], verbs: read },
];

/** When a VMAgent goes, the operator deletes the roles it may have made for it, and stops at a refusal: so it may, by name, though there are none. */
export function agentRemovalRules(namespace: string): Rule[] {
  const name = `monitoring:${namespace}:vmagent-${agentName}`;
  return [{ apiGroups: rbac, resources: ['clusterrolebindings', 'clusterroles'], resourceNames: [name], verbs: ['delete'] }];
}

/** In the namespace of our custom resources. */
export const operatorRules: Rule[] = [
  {
    apiGroups: [''],
    resources: ['configmaps', 'endpoints', 'events', 'persistentvolumeclaims', 'secrets', 'serviceaccounts', 'services'],
    verbs: write,
  },
  {
    apiGroups: [''],
    resources: ['configmaps', 'persistentvolumeclaims', 'secrets', 'serviceaccounts', 'services'].map((kind) => `${kind}/finalizers`),
    verbs: ['update'],
  },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
  // Pods of a StatefulSet that all have to go at once (0.68 deletes them instead of asking for eviction).
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: ['apps'], resources: apps, verbs: write },
  { apiGroups: ['apps'], resources: apps.map((kind) => `${kind}/finalizers`), verbs: ['update'] },
  { apiGroups: ['apps'], resources: ['statefulsets/status'], verbs: ['get'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: write },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: write },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets/finalizers'], verbs: ['update'] },
  // As agentRemovalRules, for the Alertmanager.
  { apiGroups: rbac, resources: ['rolebindings', 'roles'], resourceNames: [`vmalertmanager-${alertName}`], verbs: ['delete'] },
];
