import { type Rule, read } from '../../parts/rbac.ts';

/**
 * RBAC of cert-manager 1.20, one ClusterRole a controller as upstream splits it. Left out: OpenShift's routes, and the roles for people
 * (view, edit, cluster-view), which would widen Kubernetes' own by aggregation.
 */
const events: Rule = { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] };
const cm = ['cert-manager.io'];
const acme = ['acme.cert-manager.io'];
const secrets = (...verbs: string[]): Rule => ({ apiGroups: [''], resources: ['secrets'], verbs: [...read, ...verbs] });
const signers = ['issuers.cert-manager.io/*', 'clusterissuers.cert-manager.io/*'];

export const controllerRules: Record<string, Rule[]> = {
  issuers: [
    { apiGroups: cm, resources: ['issuers', 'issuers/status'], verbs: ['update', 'patch'] },
    { apiGroups: cm, resources: ['issuers'], verbs: read },
    secrets('create', 'update', 'delete'),
    events,
  ],
  clusterissuers: [
    { apiGroups: cm, resources: ['clusterissuers', 'clusterissuers/status'], verbs: ['update', 'patch'] },
    { apiGroups: cm, resources: ['clusterissuers'], verbs: read },
    secrets('create', 'update', 'delete'),
    events,
  ],
  certificates: [
    {
      apiGroups: cm,
      resources: ['certificates', 'certificates/status', 'certificaterequests', 'certificaterequests/status'],
      verbs: ['update', 'patch'],
    },
    { apiGroups: cm, resources: ['certificates', 'certificaterequests', 'clusterissuers', 'issuers'], verbs: read },
    { apiGroups: cm, resources: ['certificaterequests'], verbs: ['create', 'delete'] },
    { apiGroups: cm, resources: ['certificates/finalizers', 'certificaterequests/finalizers'], verbs: ['update'] },
    { apiGroups: acme, resources: ['orders'], verbs: ['create', 'delete', ...read] },
    secrets('create', 'update', 'delete', 'patch'),
    events,
  ],
  orders: [
    { apiGroups: acme, resources: ['orders', 'orders/status'], verbs: ['update', 'patch'] },
    { apiGroups: acme, resources: ['orders', 'challenges'], verbs: read },
    { apiGroups: cm, resources: ['clusterissuers', 'issuers'], verbs: read },
    { apiGroups: acme, resources: ['challenges'], verbs: ['create', 'delete'] },
    { apiGroups: acme, resources: ['orders/finalizers'], verbs: ['update'] },
    { apiGroups: cm, resources: ['clusterissuers/finalizers', 'issuers/finalizers'], verbs: ['update'] },
    secrets(),
    events,
  ],
  challenges: [
    { apiGroups: acme, resources: ['challenges', 'challenges/status'], verbs: ['update', 'patch'] },
    { apiGroups: acme, resources: ['challenges'], verbs: read },
    { apiGroups: cm, resources: ['issuers', 'clusterissuers'], verbs: read },
    secrets(),
    events,
    // HTTP-01: a pod, a service and a route that answer the challenge.
    { apiGroups: [''], resources: ['pods', 'services'], verbs: [...read, 'create', 'delete'] },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: [...read, 'create', 'delete', 'update'] },
    { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes'], verbs: [...read, 'create', 'delete', 'update'] },
    { apiGroups: acme, resources: ['challenges/finalizers'], verbs: ['update'] },
  ],
  'ingress-shim': [
    { apiGroups: cm, resources: ['certificates', 'certificaterequests'], verbs: ['create', 'update', 'delete'] },
    { apiGroups: cm, resources: ['certificates', 'certificaterequests', 'issuers', 'clusterissuers'], verbs: read },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: read },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses/finalizers'], verbs: ['update'] },
    { apiGroups: ['gateway.networking.k8s.io'], resources: ['gateways', 'httproutes', 'listenersets'], verbs: read },
    {
      apiGroups: ['gateway.networking.k8s.io'],
      resources: ['gateways/finalizers', 'httproutes/finalizers', 'listenersets/finalizers'],
      verbs: ['update'],
    },
    events,
  ],
  'approve:cert-manager-io': [{ apiGroups: cm, resources: ['signers'], resourceNames: signers, verbs: ['approve'] }],
  certificatesigningrequests: [
    { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: [...read, 'update'] },
    { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/status'], verbs: ['update', 'patch'] },
    { apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: signers, verbs: ['sign'] },
    { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  ],
};

/** What carries cert-manager's inject annotation in this catalog. Another battery that wants a CA injected adds its webhook's name. */
const injected = ['aws-load-balancer-webhook', 'cert-manager-webhook', 'trust-manager'];
const webhooks: Rule = {
  apiGroups: ['admissionregistration.k8s.io'],
  resources: ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
  verbs: read,
};

/** Upstream lets it write every webhook, definition and API service of the cluster: here only those it has to (the agent must hold all it hands out). */
export const cainjectorRules: Rule[] = [
  { apiGroups: cm, resources: ['certificates'], verbs: read },
  secrets(),
  { apiGroups: [''], resources: ['events'], verbs: ['get', 'create', 'update', 'patch'] },
  webhooks,
  { ...webhooks, resourceNames: injected, verbs: ['update', 'patch'] },
  { apiGroups: ['apiregistration.k8s.io'], resources: ['apiservices'], verbs: read },
  // Of metrics-server (kube_monitoring).
  {
    apiGroups: ['apiregistration.k8s.io'],
    resources: ['apiservices'],
    resourceNames: ['v1beta1.metrics.k8s.io'],
    verbs: ['update', 'patch'],
  },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: read },
];

export const webhookClusterRules: Rule[] = [
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
];

export const webhookRules: Rule[] = [
  { apiGroups: [''], resources: ['secrets'], resourceNames: ['cert-manager-webhook-ca'], verbs: [...read, 'update'] },
  // Creating cannot be limited to a name.
  { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
];

/** A lease of its own for the leader. */
export function leaseRules(name: string): Rule[] {
  return [
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: [name], verbs: ['get', 'update', 'patch'] },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  ];
}
