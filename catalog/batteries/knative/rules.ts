import { type Rule, read, write } from '../../parts/rbac.ts';
import { servingWebhooks } from './names.ts';

const withParts = (resources: string[]) => resources.flatMap((resource) => [resource, `${resource}/status`, `${resource}/finalizers`]);
const all = [...write, 'deletecollection'];

/** RBAC of Knative Serving 1.23 and net-gateway-api 1.23, spelled out. What differs from upstream's files, and why, is in upstream/rbac.test.ts. */
export const controllerRules: Rule[] = [
  { apiGroups: [''], resources: ['configmaps', 'namespaces', 'pods', 'secrets', 'serviceaccounts'], verbs: read },
  { apiGroups: [''], resources: ['endpoints', 'events', 'services'], verbs: write },
  { apiGroups: [''], resources: ['endpoints/restricted'], verbs: ['create'] },
  { apiGroups: [''], resources: ['namespaces/finalizers'], verbs: ['update'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: write },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices/restricted'], verbs: ['create'] },
  { apiGroups: ['apps'], resources: ['deployments', 'deployments/finalizers'], verbs: write },
  { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['patch'] },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: read },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    verbs: read,
  },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    resourceNames: Object.values(servingWebhooks),
    verbs: ['patch', 'update'],
  },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: write },
  {
    apiGroups: ['serving.knative.dev'],
    resources: withParts(['configurations', 'domainmappings', 'revisions', 'routes', 'services']),
    verbs: all,
  },
  { apiGroups: ['autoscaling.internal.knative.dev'], resources: withParts(['metrics', 'podautoscalers']), verbs: all },
  {
    apiGroups: ['networking.internal.knative.dev'],
    resources: withParts(['certificates', 'clusterdomainclaims', 'ingresses', 'serverlessservices']),
    verbs: all,
  },
  { apiGroups: ['caching.internal.knative.dev'], resources: ['images'], verbs: write },
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes', 'referencegrants'], verbs: write },
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['gateways'], verbs: read },
];

/** In Knative's own namespace: the certificates of its webhooks. */
export const ownSecretRules: Rule[] = [{ apiGroups: [''], resources: ['secrets'], verbs: ['create', 'patch', 'update'] }];

export const activatorClusterRules: Rule[] = [
  { apiGroups: [''], resources: ['endpoints', 'services'], verbs: read },
  { apiGroups: ['serving.knative.dev'], resources: ['revisions'], verbs: read },
];

export const activatorRules: Rule[] = [{ apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: read }];
