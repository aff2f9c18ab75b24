import type { Resource } from '@home-base/schema/kube/resource.ts';

/** Parts of what the agent may not write, or only under the names and with the values of the catalog. */
export const rbac = 'rbac.authorization.k8s.io/v1';
export const roleOf = (name: string, rules: object[], labels = {}): Resource => ({
  apiVersion: rbac,
  kind: 'ClusterRole',
  metadata: { name, labels },
  rules,
});
export const bindingOf = (name: string, role: string, subject: object): Resource => ({
  apiVersion: rbac,
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects: [subject],
});
export const operator = { kind: 'ServiceAccount', name: 'cloudnative-pg', namespace: 'battery-core' };
export const configMap = (namespace: string, name: string): Resource => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { a: 'b' },
});

export const podSpec = (more: object = {}) => ({ containers: [{ name: 'a', image: 'a' }], ...more });
export const inContainer = (securityContext: object) => podSpec({ containers: [{ name: 'a', image: 'a', securityContext }] });

export function workload(
  kind: 'DaemonSet' | 'Deployment' | 'StatefulSet',
  spec: object,
  name = 'evil',
  namespace = 'battery-ai',
): Resource {
  const labels = { a: 'b' };
  const service = kind === 'StatefulSet' ? { serviceName: 'a' } : {};
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: { ...service, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

export const namespaceOf = (name: string, levels: Record<string, string>): Resource => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    labels: Object.fromEntries(Object.entries(levels).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value])),
  },
});
