import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { controllerRules as awsControllerRules, leaderRules as awsLeaderRules } from '../batteries/aws_load_balancer_controller/rules.ts';
import { operatorRules as cnpgRules } from '../batteries/cloudnative_pg/rules.ts';

import { leaderRules as barmanLeaderRules, pluginRules as barmanRules } from '../batteries/cloudnative_pg_barman/rules.ts';
import { cniClusterRules, cniRules, istiodClusterRules, istiodRules } from '../batteries/istio/rules.ts';
import { clusterRules as istioCsrRules } from '../batteries/istio_csr/rules.ts';
import { awsRules, coreRules, dnsRules, leaseRules } from '../batteries/karpenter/rules.ts';
import { viewerRules as kialiRules } from '../batteries/kiali/rules.ts';
import {
  activatorClusterRules,
  activatorRules,
  controllerRules as knativeControllerRules,
  ownSecretRules,
} from '../batteries/knative/rules.ts';
import { kubeStateMetricsRules, metricsServerRules } from '../batteries/kube_monitoring/rules.ts';
import { controllerClusterRules, controllerRules, speakerClusterRules, speakerRules } from '../batteries/metallb/rules.ts';
import { collectorRules, masterLeaseRules, masterRules, workerRules } from '../batteries/node_feature_discovery/rules.ts';
import { operatorRules as redisRules } from '../batteries/redis/rules.ts';
import {
  leaseRules as trivyLeaseRules,
  nodeRules as trivyNodeRules,
  ownRules as trivyOwnRules,
  clusterRules as trivyRules,
} from '../batteries/trivy_operator/rules.ts';
import { agentRemovalRules, operatorClusterRules, operatorRules as vmRules } from '../batteries/victoria_metrics/rules.ts';
import type { Rule } from '../parts/rbac.ts';
import { lock } from './lock.ts';

const mirror = process.env.HOME_BASE_UPSTREAM;
if (!mirror) console.warn("NOT RUN: comparing our roles with upstream's, because HOME_BASE_UPSTREAM names no folder that has them");
console.warn("NOT RUN: comparing cert-manager's and trust-manager's roles, because upstream keeps them in charts and not in plain files");
console.warn("NOT RUN: comparing the roles of Karpenter and of the AWS load balancer controller, which upstream's charts hold");

/** File or files with the roles, their roles by name, ours, and what we leave out on purpose with the reason. A permission is `group/resource[/name] verb`. */
/** Upstream says `*`, and we say which verbs. */
function spelledOut(group: string, resources: readonly string[], subresources: readonly string[] = ['']): Record<string, string> {
  return Object.fromEntries(
    resources.flatMap((resource) => subresources.map((sub) => [`${group}/${resource}${sub} *`, 'the verbs that it uses are spelled out'])),
  );
}

const vmKinds = operatorClusterRules[0]?.resources ?? [];
console.warn('NOT RUN: comparing the roles of Istio, istio-csr and Kiali, because upstream keeps them in charts and not in plain files');

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
    name: 'plugin-barman-cloud',
    sha256: 'd9a574ebca0f87cd902948bca0d271cab91d038a6889ad090635020331c88c64',
    roles: ['plugin-barman-cloud', 'barman-plugin-leader-election-role'],
    ours: [...barmanRules, ...barmanLeaderRules],
    without: { '/configmaps': 'the leader is elected by a Lease' },
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
  {
    name: 'knative',
    // 2-serving-core.yaml and net-gateway-api.yaml of the release whose definitions are in the lock.
    sha256: [
      'be3f16c9c0ac9276cc173ef04871aaeac78537f9edb116310caa02f016e9cbc2',
      '66b75a125bbe9abcc006bb276236ce50bca3bb02ec332c28da96e8ffd8ec698c',
    ],
    roles: [
      'knative-serving-core',
      'knative-serving-addressable-resolver',
      'knative-serving-activator',
      'knative-serving-activator-cluster',
      'knative-gateway-api-core',
    ],
    ours: [...knativeControllerRules, ...ownSecretRules, ...activatorClusterRules, ...activatorRules],
    without: {
      ...Object.fromEntries(
        ['pods', 'namespaces', 'configmaps', 'serviceaccounts'].flatMap((resource) =>
          ['create', 'update', 'delete', 'patch'].map((verb) => [`/${resource} ${verb}`, 'it only reads them']),
        ),
      ),
      '/secrets delete': 'it reads pull secrets everywhere, and writes only the certificates of its webhooks, which it never deletes',
      '/secrets/routing-serving-certs': 'the activator reads all secrets of its namespace',
      '/secrets/knative-serving-certs': 'the activator reads all secrets of its namespace',
      'admissionregistration.k8s.io/mutatingwebhookconfigurations create': 'the agent makes them',
      'admissionregistration.k8s.io/mutatingwebhookconfigurations delete': 'the agent removes them',
      'admissionregistration.k8s.io/mutatingwebhookconfigurations update': 'only its own, by name: the agent holds what it hands out',
      'admissionregistration.k8s.io/mutatingwebhookconfigurations patch': 'only its own, by name',
      'admissionregistration.k8s.io/validatingwebhookconfigurations create': 'the agent makes them',
      'admissionregistration.k8s.io/validatingwebhookconfigurations delete': 'the agent removes them',
      'admissionregistration.k8s.io/validatingwebhookconfigurations update': 'only its own, by name',
      'admissionregistration.k8s.io/validatingwebhookconfigurations patch': 'only its own, by name',
      'apiextensions.k8s.io/customresourcedefinitions/status':
        'definitions are made by the agent, and of one version each: nothing is converted',
      'apiextensions.k8s.io/customresourcedefinitions create': 'definitions are made by the agent',
      'apiextensions.k8s.io/customresourcedefinitions update': 'definitions are made by the agent',
      'apiextensions.k8s.io/customresourcedefinitions delete': 'definitions are removed by the agent',
      'apiextensions.k8s.io/customresourcedefinitions patch': 'definitions are made by the agent',
      'autoscaling/horizontalpodautoscalers': 'services of the class hpa need another controller, which is not installed',
      'cert-manager.io': 'TLS is the gateway’s: Knative asks for no certificates (config-network)',
      'acme.cert-manager.io': 'TLS is the gateway’s',
      'rbac.authorization.k8s.io/clusterroles': 'removes a role of releases before 1.16, which were never installed',
      '*/*/scale patch': 'only the scale of Deployments, which is what revisions are',
      'serving.knative.dev/*': 'every kind is spelled out (knative.test.ts)',
      'autoscaling.internal.knative.dev/*': 'every kind is spelled out',
      'networking.internal.knative.dev/*': 'every kind is spelled out',
      'gateway.networking.k8s.io/referencepolicies': 'gone from the Gateway API since 0.6: referencegrants',
      'gateway.networking.k8s.io/gateways update':
        'listeners are the battery istio_gateway’s: it adds none for TLS that Knative does not do',
      'gateway.networking.k8s.io/gateways patch': 'listeners are the battery istio_gateway’s',
    },
  },
  {
    name: 'node-feature-discovery',
    // master-clusterrole.yaml, gc-clusterrole.yaml and worker-role.yaml at v0.18.3.
    sha256: [
      '196bf407187e4307b2f8ceb675fe7fcd19cb201ce67a73b38df607fb4c21befb',
      '9d649361b9b7ccf891b3ec0b6189f8ed3ff377cf3f8660cd8124e0e463112cc1',
      '87bb724c9de80831f7ddc848ea1c7b262c011522cd8ad357532d87f8f6171493',
    ],
    roles: ['nfd-master', 'nfd-gc', 'nfd-worker'],
    ours: [...masterRules, ...masterLeaseRules, ...collectorRules, ...workerRules],
    without: {
      'nfd.k8s-sigs.io/nodefeaturegroup/status': 'groups of nodes are an alpha that is off',
      '/nodes/proxy get': 'reaches the kubelet, and with it every pod; only the topology updater asked for it, which is not installed',
      'topology.node.k8s.io/noderesourcetopologies': 'the topology updater and its kind are not installed',
    },
  },
  {
    name: 'trivy-operator',
    sha256: '36f86630ff1c04f1f62c3b47cfcec4e821fe8e2bfca79ad4fcad1793db5d695c',
    // A ClusterRole and a Role of one name, and the Role of its lease.
    roles: ['trivy-operator', 'trivy-operator', 'trivy-operator-leader-election'],
    ours: [...trivyRules, ...trivyNodeRules, ...trivyOwnRules, ...trivyLeaseRules],
    without: {
      'apps.openshift.io/deploymentconfigs': "OpenShift's",
      'aquasecurity.github.io/clustercompliancedetailreports': 'no such resource: no definition of this version has it',
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
      const found = [sha256]
        .flat()
        .flatMap((file) => parseAllDocuments(readFileSync(join(mirror ?? '', file), 'utf8')))
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

/** Operators whose roles upstream keeps in charts: not compared here, but held to the same limits. */
const charts = [
  { name: 'karpenter', ours: [...awsRules, ...coreRules, ...dnsRules, ...leaseRules] },
  { name: 'aws-load-balancer-controller', ours: [...awsControllerRules, ...awsLeaderRules] },
  { name: 'istiod', ours: [...istiodClusterRules, ...istiodRules] },
  { name: 'istio-cni', ours: [...cniClusterRules, ...cniRules] },
  { name: 'istio-csr', ours: istioCsrRules },
  { name: 'kiali', ours: kialiRules({ showLogs: true }) },
];
const flat = [...operators, ...charts].flatMap(({ name, ours }) => ours.map((rule) => ({ name, rule })));
it.each(flat)('$name hands out no wildcard and nothing that makes rights: $rule.resources', ({ rule }) => {
  expect([...rule.verbs, ...rule.apiGroups, ...rule.resources]).not.toContain('*');
  for (const verb of ['escalate', 'bind', 'impersonate']) expect(rule.verbs).not.toContain(verb);
});
