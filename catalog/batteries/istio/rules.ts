import { type Rule, read, write } from '../../parts/rbac.ts';

/**
 * RBAC of Istio 1.29. Upstream keeps it in charts (manifests/charts/istio-control/istio-discovery and istio-cni), where it says `*` for its own kinds;
 * here they are spelled out. Left out, because nothing here uses it: the controller that deploys gateways, multi-cluster services, analysis,
 * certificates by the Kubernetes API, the reader for other clusters, and repair of sidecars.
 */
const networking = [
  'destinationrules',
  'envoyfilters',
  'gateways',
  'proxyconfigs',
  'serviceentries',
  'sidecars',
  'virtualservices',
  'workloadentries',
  'workloadgroups',
];
const routes = ['grpcroutes', 'httproutes', 'tcproutes', 'tlsroutes'];
const gatewayKinds = ['backendtlspolicies', 'gatewayclasses', 'gateways', 'listenersets', 'referencegrants', ...routes];
const status = (plurals: string[]) => plurals.map((plural) => `${plural}/status`);

/** Name of the ValidatingWebhookConfiguration whose CA istiod writes. */
export const validatorName = 'istio-validator';

export const istiodClusterRules: Rule[] = [
  // It looks for revisions among the mutating ones; there are none.
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    verbs: read,
  },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingwebhookconfigurations'],
    resourceNames: [validatorName],
    verbs: ['update'],
  },
  { apiGroups: ['networking.istio.io'], resources: networking, verbs: read },
  { apiGroups: ['security.istio.io'], resources: ['authorizationpolicies', 'peerauthentications', 'requestauthentications'], verbs: read },
  { apiGroups: ['telemetry.istio.io'], resources: ['telemetries'], verbs: read },
  { apiGroups: ['extensions.istio.io'], resources: ['wasmplugins'], verbs: read },
  { apiGroups: ['networking.istio.io'], resources: ['workloadentries', 'workloadentries/status', 'serviceentries/status'], verbs: write },
  { apiGroups: ['security.istio.io'], resources: ['authorizationpolicies/status'], verbs: write },
  // Says on a Service which waypoint it has.
  { apiGroups: [''], resources: ['services/status'], verbs: write },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: read },
  { apiGroups: [''], resources: ['pods', 'nodes', 'services', 'namespaces', 'endpoints'], verbs: read },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['get', 'patch', 'update'] },
  // What proxies trust, in every namespace.
  { apiGroups: [''], resources: ['configmaps'], verbs: [...read, 'create', 'update'] },
  { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  { apiGroups: ['gateway.networking.k8s.io'], resources: gatewayKinds, verbs: read },
  // Watched where a cluster has their definitions; without the right istiod would never be ready there.
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['udproutes'], verbs: read },
  { apiGroups: ['gateway.networking.x-k8s.io'], resources: ['xbackendtrafficpolicies', 'xlistenersets'], verbs: read },
  { apiGroups: ['inference.networking.k8s.io'], resources: ['inferencepools'], verbs: read },
  {
    apiGroups: ['gateway.networking.k8s.io'],
    resources: status(['backendtlspolicies', 'gatewayclasses', 'gateways', 'listenersets', 'referencegrants', ...routes]),
    verbs: ['patch', 'update'],
  },
  // It makes the classes `istio` and `istio-waypoint` itself.
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['gatewayclasses'], verbs: ['create', 'delete', 'patch', 'update'] },
  // Certificates of gateways.
  { apiGroups: [''], resources: ['secrets'], verbs: read },
];

/** In its own namespace. */
export const istiodRules: Rule[] = [
  // It tries an invalid one, without storing it, to see whether its own webhook answers.
  { apiGroups: ['networking.istio.io'], resources: ['gateways'], verbs: ['create'] },
  // Its own authority's key.
  { apiGroups: [''], resources: ['secrets'], verbs: [...read, 'create', 'delete', 'update'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['delete'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'patch', 'update'] },
];

/** Name that the CNI plugin falls back on, so it is not ours to choose. */
export const cniDaemonSet = 'istio-cni-node';

export const cniClusterRules: Rule[] = [
  { apiGroups: [''], resources: ['pods', 'nodes', 'namespaces'], verbs: read },
  // Says on a pod that it is in the mesh.
  { apiGroups: [''], resources: ['pods/status'], verbs: ['patch', 'update'] },
];

/** Tells an upgrade of itself from its removal: it leaves the plugin in place during the one. */
export const cniRules: Rule[] = [{ apiGroups: ['apps'], resources: ['daemonsets'], resourceNames: [cniDaemonSet], verbs: ['get'] }];
