import { type Rule, read, write } from '../../parts/rbac.ts';

const group = ['aquasecurity.github.io'];
const reports = [
  'clustercompliancereports',
  'clusterconfigauditreports',
  'clusterinfraassessmentreports',
  'clusterrbacassessmentreports',
  'clustersbomreports',
  'clustervulnerabilityreports',
  'configauditreports',
  'exposedsecretreports',
  'infraassessmentreports',
  'rbacassessmentreports',
  'sbomreports',
  'vulnerabilityreports',
];

/** RBAC of Trivy operator 0.29. It reads what it judges; it writes reports, and Jobs and Secrets in its own namespace. See upstream/rbac.test.ts. */
export const clusterRules: Rule[] = [
  {
    apiGroups: [''],
    resources: ['configmaps', 'limitranges', 'nodes', 'pods', 'replicationcontrollers', 'resourcequotas', 'services'],
    verbs: read,
  },
  // For images of private registries: the pull secrets of the pods that run them.
  { apiGroups: [''], resources: ['namespaces', 'secrets', 'serviceaccounts'], verbs: ['get'] },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: read },
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: read },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: read },
  {
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
    verbs: read,
  },
  { apiGroups: group, resources: reports, verbs: write },
  { apiGroups: group, resources: ['clustercompliancereports/status'], verbs: ['get', 'patch', 'update'] },
];

/** The node collector asks the kubelet for its configuration: `/api/v1/nodes/{name}/proxy/configz`. */
export const nodeRules: Rule[] = [{ apiGroups: [''], resources: ['nodes/proxy'], verbs: ['get'] }];

/** Scans run in the operator's own namespace, so what they take is granted there only; upstream grants it in every namespace. */
export const ownRules: Rule[] = [
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get', 'list'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: [...read, 'create', 'update'] },
  { apiGroups: [''], resources: ['secrets'], verbs: ['create', 'delete', 'get', 'update'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete'] },
];

export const leaseRules: Rule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'update'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create'] },
];
