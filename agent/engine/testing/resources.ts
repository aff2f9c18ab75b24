import type { Resource } from '@home-base/schema/kube/resource.ts';

/** Small resources for tests. */
export const namespace = (name: string): Resource => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
export const configMap = (ns: string, name: string, data: Record<string, string> = { a: '1' }): Resource => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: ns },
  data,
});
export const serviceAccount = (ns: string, name: string): Resource => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: ns },
});

export function service(ns: string, name: string, spec: Record<string, unknown> = {}): Resource {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: ns },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
  };
}

export function deployment(
  ns: string,
  name: string,
  {
    replicas = 1,
    image = 'registry.invalid/web:1',
    metadata,
  }: { replicas?: number | 'unset'; image?: string; metadata?: Partial<Resource['metadata']> } = {},
): Resource {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: ns, ...metadata },
    spec: {
      ...(replicas !== 'unset' && { replicas }),
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'web', image, ports: [{ containerPort: 8080 }], env: [{ name: 'MODE', value: 'a' }] }] },
      },
    },
  };
}

export function ingress(ns: string, name: string): Resource {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: ns },
    spec: {
      rules: [
        {
          host: `${name}.example.test`,
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }] },
        },
      ],
    },
  };
}

/** A CRD with a permissive schema. */
export function definition(group: string, kind: string, spec: Record<string, unknown> = {}): Resource {
  const plural = `${kind.toLowerCase()}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } },
          },
        },
      ],
      ...spec,
    },
  };
}

export const custom = (group: string, kind: string, ns: string, name: string, spec: Record<string, unknown> = {}): Resource => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name, namespace: ns },
  spec,
});
