import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { operatorRules as cnpgRules } from '../batteries/cloudnative_pg/rules.ts';
import { controllerClusterRules, controllerRules, speakerClusterRules, speakerRules } from '../batteries/metallb/rules.ts';
import { operatorRules as redisRules } from '../batteries/redis/rules.ts';
import {
  leaseRules as trivyLeaseRules,
  nodeRules as trivyNodeRules,
  ownRules as trivyOwnRules,
  clusterRules as trivyRules,
} from '../batteries/trivy_operator/rules.ts';
import type { Rule } from '../parts/rbac.ts';
import { lock } from './lock.ts';

const mirror = process.env.HOME_BASE_UPSTREAM;
if (!mirror) console.warn("NOT RUN: comparing our roles with upstream's, because HOME_BASE_UPSTREAM names no folder that has them");
console.warn("NOT RUN: comparing cert-manager's and trust-manager's roles, because upstream keeps them in charts and not in plain files");

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
