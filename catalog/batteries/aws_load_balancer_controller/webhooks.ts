import type { Resource } from '@home-base/schema/kube/resource.ts';

/** Name of both webhook configurations. */
export const webhookName = 'aws-load-balancer-webhook';
export const webhookService = 'aws-load-balancer-webhook-service';
export const servingCertificate = 'aws-load-balancer-controller-serving-cert';

type Webhook = { name: string; path: string; group: string; version: string; operations: string[]; resource: string; more?: object };
const onWrite = ['CREATE', 'UPDATE'];

/**
 * Upstream asks for every Service and Ingress of the cluster and fails without an answer: nobody could make a Service while the controller is away.
 * Here only what it has a say in is asked about.
 */
const mutating: Webhook[] = [
  {
    name: 'mpod.elbv2.k8s.aws',
    path: '/mutate-v1-pod',
    group: '',
    version: 'v1',
    operations: ['CREATE'],
    resource: 'pods',
    more: {
      namespaceSelector: { matchExpressions: [{ key: 'elbv2.k8s.aws/pod-readiness-gate-inject', operator: 'In', values: ['enabled'] }] },
      objectSelector: {
        matchExpressions: [{ key: 'battery/app', operator: 'NotIn', values: ['aws-load-balancer-controller'] }],
      },
    },
  },
  {
    name: 'mservice.elbv2.k8s.aws',
    path: '/mutate-v1-service',
    group: '',
    version: 'v1',
    operations: ['CREATE'],
    resource: 'services',
    more: { matchConditions: [{ name: 'load-balancer', expression: "object.spec.?type.orValue('') == 'LoadBalancer'" }] },
  },
  {
    name: 'mtargetgroupbinding.elbv2.k8s.aws',
    path: '/mutate-elbv2-k8s-aws-v1beta1-targetgroupbinding',
    group: 'elbv2.k8s.aws',
    version: 'v1beta1',
    operations: onWrite,
    resource: 'targetgroupbindings',
  },
];

const validating: Webhook[] = [
  {
    name: 'vingressclassparams.elbv2.k8s.aws',
    path: '/validate-elbv2-k8s-aws-v1beta1-ingressclassparams',
    group: 'elbv2.k8s.aws',
    version: 'v1beta1',
    operations: onWrite,
    resource: 'ingressclassparams',
  },
  {
    name: 'vtargetgroupbinding.elbv2.k8s.aws',
    path: '/validate-elbv2-k8s-aws-v1beta1-targetgroupbinding',
    group: 'elbv2.k8s.aws',
    version: 'v1beta1',
    operations: onWrite,
    resource: 'targetgroupbindings',
  },
  {
    name: 'vingress.elbv2.k8s.aws',
    path: '/validate-networking-v1-ingress',
    group: 'networking.k8s.io',
    version: 'v1',
    operations: onWrite,
    resource: 'ingresses',
    more: {
      matchPolicy: 'Equivalent',
      matchConditions: [
        {
          name: 'class',
          expression:
            "object.spec.?ingressClassName.orValue(object.metadata.?annotations[?'kubernetes.io/ingress.class'].orValue('')) == 'alb'",
        },
      ],
    },
  },
];

/** cert-manager's injector writes the caBundle, so it is not ours to set. */
export function webhookConfigurations(namespace: string): Resource[] {
  return [
    configuration('MutatingWebhookConfiguration', mutating, namespace),
    configuration('ValidatingWebhookConfiguration', validating, namespace),
  ];
}

function configuration(kind: string, webhooks: Webhook[], namespace: string): Resource {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: {
      name: webhookName,
      annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${servingCertificate}` },
    },
    webhooks: webhooks.map(({ name, path, group, version, operations, resource, more }) => ({
      name,
      admissionReviewVersions: ['v1', 'v1beta1'],
      clientConfig: { service: { name: webhookService, namespace, path } },
      failurePolicy: 'Fail',
      sideEffects: 'None',
      rules: [{ apiGroups: [group], apiVersions: [version], operations, resources: [resource] }],
      ...more,
    })),
  };
}
