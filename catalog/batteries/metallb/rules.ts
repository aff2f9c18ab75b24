import { type Rule, read, write } from '../../parts/rbac.ts';

/** RBAC of MetalLB 0.15 for layer 2. What differs from upstream's file, and why, is in upstream/rbac.test.ts. */
const configuration = ['bfdprofiles', 'bgpadvertisements', 'bgppeers', 'communities', 'ipaddresspools', 'l2advertisements'];
const crds = [...configuration, 'configurationstates'].map((plural) => `${plural}.metallb.io`);

export const controllerClusterRules: Rule[] = [
  { apiGroups: [''], resources: ['services', 'namespaces'], verbs: read },
  { apiGroups: [''], resources: ['nodes'], verbs: ['list'] },
  { apiGroups: [''], resources: ['services/status'], verbs: ['update'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['validatingwebhookconfigurations'],
    resourceNames: ['metallb-webhook-configuration'],
    verbs: ['get', 'patch', 'update'],
  },
  { apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingwebhookconfigurations'], verbs: ['list', 'watch'] },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], resourceNames: crds, verbs: ['get', 'patch', 'update'] },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['list', 'watch'] },
  { apiGroups: ['metallb.io'], resources: ['configurationstates'], verbs: write },
  { apiGroups: ['metallb.io'], resources: ['configurationstates/status'], verbs: ['get', 'patch', 'update'] },
];

export const controllerRules: Rule[] = [
  { apiGroups: [''], resources: ['secrets'], verbs: write },
  { apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['metallb-controller'], verbs: ['get'] },
  { apiGroups: ['metallb.io'], resources: configuration, verbs: read },
  { apiGroups: ['metallb.io'], resources: ['ipaddresspools/status'], verbs: ['update'] },
];

export const speakerClusterRules: Rule[] = [
  {
    apiGroups: ['metallb.io'],
    resources: ['servicel2statuses', 'servicel2statuses/status', 'configurationstates', 'configurationstates/status'],
    verbs: write,
  },
  { apiGroups: [''], resources: ['services', 'endpoints', 'nodes', 'namespaces'], verbs: read },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];

export const speakerRules: Rule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
  { apiGroups: [''], resources: ['secrets', 'configmaps'], verbs: read },
  { apiGroups: ['metallb.io'], resources: configuration, verbs: read },
  { apiGroups: ['metallb.io'], resources: ['servicebgpstatuses', 'servicebgpstatuses/status'], verbs: write },
];
