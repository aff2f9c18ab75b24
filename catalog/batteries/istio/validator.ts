import type { Resource } from '@home-base/schema/kube/resource.ts';
import { validatorName } from './rules.ts';

/**
 * Istiod checks its own kinds. It writes the CA, and the failure policy too: Ignore until it has seen its own webhook answer, then Fail
 * (found by the label). So neither is ours to set.
 */
export function validatorConfiguration(namespace: string): Resource {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: validatorName, labels: { app: 'istiod', 'istio.io/rev': 'default' } },
    webhooks: [
      {
        name: 'rev.validation.istio.io',
        admissionReviewVersions: ['v1'],
        clientConfig: { service: { name: 'istiod', namespace, path: '/validate' } },
        sideEffects: 'None',
        rules: [
          {
            apiGroups: ['security.istio.io', 'networking.istio.io', 'telemetry.istio.io', 'extensions.istio.io'],
            apiVersions: ['*'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['*'],
          },
        ],
      },
    ],
  };
}
