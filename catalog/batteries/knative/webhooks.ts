import type { Resource } from '@home-base/schema/kube/resource.ts';
import { servingWebhooks } from './names.ts';

const apiVersion = 'admissionregistration.k8s.io/v1';

/**
 * The webhooks write their rules, paths and certificate authority into these configurations when they start; said here they would be two owners of one
 * field. All point at the namespace that Knative runs in (defect D12).
 */
export function webhookResources(namespace: string): Resource[] {
  const { defaulting, validation, config, gatewayConfig } = servingWebhooks;
  return [
    configuration('MutatingWebhookConfiguration', defaulting, { service: 'webhook', namespace, failurePolicy: 'Fail' }),
    configuration('ValidatingWebhookConfiguration', validation, { service: 'webhook', namespace, failurePolicy: 'Fail' }),
    // Knative's ConfigMaps are ours alone. A webhook that is down must not keep us from mending what broke it.
    configuration('ValidatingWebhookConfiguration', config, { service: 'webhook', namespace, failurePolicy: 'Ignore', configMaps: true }),
    configuration('ValidatingWebhookConfiguration', gatewayConfig, {
      service: 'net-gateway-api-webhook',
      namespace,
      failurePolicy: 'Ignore',
      configMaps: true,
    }),
    // Empty: each webhook fills its own with its certificate, and does nothing before it is there.
    ...['webhook-certs', 'net-gateway-api-webhook-certs'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
      type: 'Opaque',
    })),
  ];
}

type Webhook = { service: string; namespace: string; failurePolicy: 'Fail' | 'Ignore'; configMaps?: boolean };

function configuration(kind: string, name: string, { service, namespace, failurePolicy, configMaps = false }: Webhook): Resource {
  return {
    apiVersion,
    kind,
    metadata: { name },
    webhooks: [
      {
        name,
        admissionReviewVersions: ['v1'],
        clientConfig: { service: { name: service, namespace } },
        failurePolicy,
        sideEffects: 'None',
        timeoutSeconds: 10,
        ...(configMaps && { objectSelector: { matchLabels: { 'battery/app': 'knative', 'battery/component': 'config' } } }),
      },
    ],
  };
}
