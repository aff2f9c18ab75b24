import { type Rule, read, write } from '../../parts/rbac.ts';

const elb = ['elbv2.k8s.aws'];

/**
 * RBAC of the AWS load balancer controller 2.14 for Services and Ingresses. Left out: the Gateway API (its feature gates are off and its
 * definitions absent), ConfigMaps (target groups shared by clusters), Secrets (sign-in at an Ingress by OIDC) and the old group `extensions`.
 */
export const controllerRules: Rule[] = [
  { apiGroups: [''], resources: ['endpoints', 'namespaces', 'nodes', 'pods'], verbs: read },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: [''], resources: ['pods/status', 'services/status'], verbs: ['patch', 'update'] },
  { apiGroups: [''], resources: ['services'], verbs: [...read, 'patch', 'update'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
  { apiGroups: elb, resources: ['ingressclassparams'], verbs: read },
  { apiGroups: elb, resources: ['targetgroupbindings'], verbs: write },
  { apiGroups: elb, resources: ['targetgroupbindings/status'], verbs: ['patch', 'update'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: [...read, 'patch', 'update'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['patch', 'update'] },
];

export const leaderRules: Rule[] = [
  {
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    resourceNames: ['aws-load-balancer-controller-leader'],
    verbs: ['get', 'patch', 'update'],
  },
  // Creating cannot be limited to a name.
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
];
