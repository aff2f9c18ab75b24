import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { operatorRules as cnpgRules } from '../batteries/cloudnative_pg/rules.ts';
import { kubeStateMetricsRules, metricsServerRules } from '../batteries/kube_monitoring/rules.ts';
import { controllerClusterRules, controllerRules, speakerClusterRules, speakerRules } from '../batteries/metallb/rules.ts';
import { operatorRules as redisRules } from '../batteries/redis/rules.ts';
import { agentRemovalRules, operatorClusterRules, operatorRules as vmRules } from '../batteries/victoria_metrics/rules.ts';
import type { Rule } from '../parts/rbac.ts';
import { lock } from './lock.ts';

const mirror = process.env.HOME_BASE_UPSTREAM;
if (!mirror) console.warn("NOT RUN: comparing our roles with upstream's, because HOME_BASE_UPSTREAM names no folder that has them");
console.warn("NOT RUN: comparing cert-manager's roles, because upstream keeps them in a chart and not in a plain file");

/** Upstream says `*`, and we say which verbs. */
function spelledOut(group: string, resources: readonly string[], subresources: readonly string[] = ['']): Record<string, string> {
  return Object.fromEntries(
    resources.flatMap((resource) => subresources.map((sub) => [`${group}/${resource}${sub} *`, 'the verbs that it uses are spelled out'])),
  );
}

const vmKinds = operatorClusterRules[0]?.resources ?? [];

/** File with the roles, its roles by name, ours, and what we leave out on purpose with the reason. A permission is `group/resource[/name] verb`. */
const operators = [
  {
    name: 'cloudnative-pg',
    sha256: sha256Of('releases/cnpg-1.29.0.yaml'),
    roles: ['cnpg-manager'],
    ours: cnpgRules,
    without: {
      'monitoring.coreos.com/podmonitors': 'PodMonitors are off (spec.monitoring.enablePodMonitor): VictoriaMetrics scrapes',
      'admissionregistration.k8s.io/mutatingwebhookconfigurations': 'only its own, by name: the agent holds what it hands out',
      'admissionregistration.k8s.io/validatingwebhookconfigurations': 'only its own, by name',
    },
  },
  {
    name: 'metallb',
    sha256: sha256Of('config/manifests/metallb-native.yaml'),
    roles: ['metallb-system:controller', 'controller', 'metallb-system:speaker', 'pod-lister'],
    ours: [...controllerClusterRules, ...controllerRules, ...speakerClusterRules, ...speakerRules],
    without: {
      'policy/podsecuritypolicies': 'gone from Kubernetes since 1.25',
      'apps/deployments/controller': 'ours is named metallb-controller',
      '/secrets/memberlist': 'the same is granted for all secrets of the namespace',
      'metallb.io/servicel2statuses *': 'the seven verbs are spelled out',
      'metallb.io/servicel2statuses/status *': 'the seven verbs are spelled out',
      'metallb.io/configurationstates *': 'the seven verbs are spelled out',
      'metallb.io/configurationstates/status *': 'the seven verbs are spelled out',
      'metallb.io/servicebgpstatuses *': 'the seven verbs are spelled out',
      'metallb.io/servicebgpstatuses/status *': 'the seven verbs are spelled out',
      'admissionregistration.k8s.io/validatingwebhookconfigurations/metallb-webhook-configuration create': 'the agent makes it',
      'admissionregistration.k8s.io/validatingwebhookconfigurations/metallb-webhook-configuration delete': 'the agent removes it',
      'admissionregistration.k8s.io/validatingwebhookconfigurations/metallb-webhook-configuration list': 'granted without a name',
      'admissionregistration.k8s.io/validatingwebhookconfigurations/metallb-webhook-configuration watch': 'granted without a name',
      'apiextensions.k8s.io/customresourcedefinitions':
        'definitions are made and removed by the agent; the operator writes its CA into them, and lists and watches without a name',
    },
  },
  {
    name: 'victoria-metrics-operator',
    sha256: '9c4c3e98dca23e711d76c0da739b169d724f687244f8ccfdc9effbc5aa6fca61',
    roles: ['operator'],
    ours: [...operatorClusterRules, ...agentRemovalRules('battery-core'), ...vmRules],
    without: {
      ...spelledOut('operator.victoriametrics.com', vmKinds, ['', '/finalizers', '/status']),
      ...spelledOut('', ['configmaps', 'persistentvolumeclaims', 'secrets', 'serviceaccounts', 'services'], ['', '/finalizers']),
      ...spelledOut('', ['endpoints', 'events', 'pods/eviction']),
      ...spelledOut('apps', ['daemonsets', 'deployments', 'statefulsets'], ['', '/finalizers']),
      ...spelledOut('apps', ['replicasets', 'statefulsets/status']),
      ...spelledOut('policy', ['poddisruptionbudgets'], ['', '/finalizers']),
      'rbac.authorization.k8s.io/clusterroles *':
        'it makes no role: every custom resource of ours names a service account; what it may have made once it deletes by name',
      'rbac.authorization.k8s.io/clusterroles/finalizers': 'it makes no role',
      'rbac.authorization.k8s.io/clusterrolebindings *': 'it makes no binding, as above',
      'rbac.authorization.k8s.io/clusterrolebindings/finalizers': 'it makes no binding',
      'rbac.authorization.k8s.io/roles *': 'it makes no role, as above',
      'rbac.authorization.k8s.io/rolebindings *': 'it makes no binding, as above',
      'monitoring.coreos.com/*': 'it reads the six kinds that it converts',
      'autoscaling/horizontalpodautoscalers *': 'no custom resource of ours asks for one: it reads them',
      'autoscaling.k8s.io/verticalpodautoscalers': 'off unless VM_VPA_API_ENABLED',
      'gateway.networking.k8s.io/httproutes': 'off unless VM_GATEWAY_API_ENABLED: our routes are ours',
      'networking.k8s.io/ingresses *': 'VMAuth alone makes one, and we make no VMAuth: it reads them',
      'networking.k8s.io/ingresses/finalizers': 'as above',
      '/configmaps/status': 'a ConfigMap has no status',
      '/nodes/metrics': 'the agent that measures nodes has an account of its own',
      'route.openshift.io/routers/metrics': 'OpenShift only',
      'route.openshift.io/registry/metrics': 'OpenShift only',
      'image.openshift.io/routers/metrics': 'OpenShift only',
      'image.openshift.io/registry/metrics': 'OpenShift only',
    },
  },
  {
    name: 'kube-state-metrics',
    sha256: '4c3b45f9c49ded85655429947377a2711b349b0ac69c11f88704ee561f730c12',
    roles: ['kube-state-metrics'],
    ours: kubeStateMetricsRules,
    without: {
      '/secrets': 'it would read every secret of the cluster to count them: left out of --resources',
      '/configmaps': 'as secrets',
      '/serviceaccounts': 'left out of --resources: nobody looks at them',
      'rbac.authorization.k8s.io': 'left out of --resources: nobody looks at them',
      'networking.k8s.io/ingressclasses': 'left out of --resources: nobody looks at them',
      'discovery.k8s.io/endpointslices': 'left out of --resources: endpoints are counted',
      'authentication.k8s.io/tokenreviews': 'only with --auth-filter, which is off: a network policy guards it',
      'authorization.k8s.io/subjectaccessreviews': 'only with --auth-filter',
    },
  },
  {
    name: 'metrics-server',
    sha256: '510be174d47ae7d05ae6908ccb7ca7111008f18b5d1a920ebc6de6582c23b854',
    roles: ['system:metrics-server'],
    ours: metricsServerRules,
    without: {},
  },
  {
    name: 'redis-operator',
    sha256: 'd43e2e14208c0a201173998478fc537e49fe133e6502830af90535f8142e0c24',
    roles: ['manager-role'],
    ours: redisRules,
    without: {
      '/namespaces create': 'it only reads them',
      '/namespaces delete': 'it only reads them',
      '/namespaces patch': 'it only reads them',
      '/namespaces update': 'it only reads them',
      'redis.redis.opstreelabs.in/rediscluster': 'no such resource: the plural is redisclusters',
      'redis.redis.opstreelabs.in/redisreplication': 'no such resource: the plural is redisreplications',
      'redis.redis.opstreelabs.in/redissentinel': 'no such resource: the plural is redissentinels',
      'redis.redis.opstreelabs.in/rediss': 'no such resource: the plural is redis',
    },
  },
];

function sha256Of(path: string): string {
  return lock.files.find((file) => file.path === path)?.sha256 ?? path;
}

const Role = z.object({
  kind: z.enum(['Role', 'ClusterRole']),
  metadata: z.object({ name: z.string() }),
  rules: z.array(
    z.object({
      apiGroups: z.array(z.string()).default([]),
      resources: z.array(z.string()).default([]),
      resourceNames: z.array(z.string()).optional(),
      verbs: z.array(z.string()),
    }),
  ),
});

/** Every permission as `group/resource[/name] verb`. */
function permissions(rules: readonly Omit<Rule, 'resourceNames'>[] | readonly z.infer<typeof Role>['rules'][number][]): Set<string> {
  const all = new Set<string>();
  for (const rule of rules) {
    const names = 'resourceNames' in rule && Array.isArray(rule.resourceNames) ? rule.resourceNames.map((name) => `/${name}`) : [''];
    for (const group of rule.apiGroups)
      for (const resource of rule.resources)
        for (const name of names) for (const verb of rule.verbs) all.add(`${group}/${resource}${name} ${verb}`);
  }
  return all;
}

describe.skipIf(!mirror).each(operators)(
  "our roles for $name against upstream's at the pinned version",
  ({ sha256, roles, ours, without }) => {
    const upstream = () => {
      const found = parseAllDocuments(readFileSync(join(mirror ?? '', sha256), 'utf8'))
        .map((document) => Role.safeParse(document.toJS()))
        .flatMap(({ data }) => data ?? [])
        .filter(({ metadata }) => roles.includes(metadata.name));
      expect(found.map(({ metadata }) => metadata.name).sort()).toEqual([...roles].sort());
      return permissions(found.flatMap(({ rules }) => rules));
    };
    const left = (permission: string) =>
      Object.keys(without).find((key) => permission === key || permission.startsWith(`${key} `) || permission.startsWith(`${key}/`));

    it('cover every permission but those left out for a reason', () => {
      const held = permissions(ours);
      expect([...upstream()].filter((permission) => !held.has(permission) && !left(permission))).toEqual([]);
    });

    it('leave out nothing that upstream no longer asks for', () => {
      const asked = [...upstream()];
      expect(
        Object.keys(without).filter((key) => !asked.some((permission) => left(permission) === key || permission.startsWith(key))),
      ).toEqual([]);
    });
  },
);

const flat = operators.flatMap(({ name, ours }) => ours.map((rule) => ({ name, rule })));
it.each(flat)('$name hands out no wildcard and nothing that makes rights: $rule.resources', ({ rule }) => {
  expect([...rule.verbs, ...rule.apiGroups, ...rule.resources]).not.toContain('*');
  for (const verb of ['escalate', 'bind', 'impersonate']) expect(rule.verbs).not.toContain(verb);
});
