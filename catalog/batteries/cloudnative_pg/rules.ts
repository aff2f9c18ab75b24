import { type Rule, read, write } from '../../parts/rbac.ts';

const cnpg = ['postgresql.cnpg.io'];
const noUpdate = write.filter((verb) => verb !== 'update');

/** RBAC of the CloudNativePG operator 1.29. What differs from upstream's file, and why, is in upstream/rbac.test.ts. */
export const operatorRules: Rule[] = [
  { apiGroups: [''], resources: ['configmaps', 'secrets', 'services'], verbs: write },
  { apiGroups: [''], resources: ['configmaps/status', 'secrets/status'], verbs: ['get', 'patch', 'update'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: [''], resources: ['nodes'], verbs: read },
  { apiGroups: [''], resources: ['persistentvolumeclaims', 'pods', 'pods/exec'], verbs: noUpdate },
  { apiGroups: [''], resources: ['pods/status'], verbs: ['get'] },
  { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['create', ...read, 'patch', 'update'] },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    resourceNames: ['cnpg-mutating-webhook-configuration', 'cnpg-validating-webhook-configuration'],
    verbs: ['get', 'patch'],
  },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: write },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: noUpdate },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'update'] },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: write },
  {
    apiGroups: cnpg,
    resources: ['backups', 'clusters', 'databases', 'poolers', 'publications', 'scheduledbackups', 'subscriptions'],
    verbs: write,
  },
  {
    apiGroups: cnpg,
    resources: ['backups/status', 'databases/status', 'publications/status', 'scheduledbackups/status', 'subscriptions/status'],
    verbs: ['get', 'patch', 'update'],
  },
  { apiGroups: cnpg, resources: ['clusterimagecatalogs', 'imagecatalogs'], verbs: read },
  { apiGroups: cnpg, resources: ['clusters/finalizers', 'poolers/finalizers'], verbs: ['update'] },
  {
    apiGroups: cnpg,
    resources: ['clusters/status', 'failoverquorums/status', 'poolers/status'],
    verbs: ['get', 'patch', 'update', 'watch'],
  },
  { apiGroups: cnpg, resources: ['failoverquorums'], verbs: ['create', 'delete', ...read] },
  { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings', 'roles'], verbs: ['create', ...read, 'patch', 'update'] },
  { apiGroups: ['snapshot.storage.k8s.io'], resources: ['volumesnapshots'], verbs: ['create', ...read, 'patch'] },
];
