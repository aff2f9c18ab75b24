import type { Resource } from '@home-base/schema/kube/resource.ts';
import { z } from 'zod';
import { crdName, customKinds } from './custom-kinds.ts';
import { providers } from './define.ts';
import { hostPowersOf } from './host-powers.ts';
import { builtinKinds, kindOf } from './kinds.ts';
import { render } from './materialize.ts';
import type { Rule, UrlRule } from './parts/rbac.ts';
import { type PodSecurity, podSecurityLevels } from './parts/security.ts';
import { kitchenSink } from './sample-summary.ts';

type GroupResource = { group: string; plural: string };

/** What an agent needs so that it can apply all that the catalog makes, and nothing else. */
export type CatalogGrants = {
  /** Cluster-scoped objects by name, as `group/plural` → names. Namespaces are not among them: the installer names those. */
  clusterNames: Map<string, Set<string>>;
  /** Namespaced kinds that may be written in allowed namespaces. */
  namespaced: GroupResource[];
  /** Union of the rules of every role that the catalog hands out. */
  handedOut: (Rule | UrlRule)[];
  /** Roles of Kubernetes itself that a battery binds. */
  builtinRoles: { plural: 'clusterroles' | 'roles'; name: string }[];
  /** Objects outside the installation's namespaces, such as a RoleBinding in kube-system. */
  exceptions: { namespace: string; plural: string; name: string }[];
  /** What a workload takes of its node, as `plural/namespace/name power` (host-powers.ts). */
  hostPowers: string[];
  /** The loosest pod security level that the catalog gives to each namespace it makes. */
  podSecurity: Map<string, PodSecurity>;
};

/** Counted by rendering every battery with its defaults and all it can add, and every object, for every provider. */
export function catalogGrants(): CatalogGrants {
  counted ??= count();
  return counted;
}

/** The catalog does not change while a process runs. */
let counted: CatalogGrants | undefined;

function count(): CatalogGrants {
  const resources = everything();
  const clusterNames = new Map<string, Set<string>>([
    ['apiextensions.k8s.io/customresourcedefinitions', new Set(customKinds.map(crdName))],
  ]);
  const custom = new Map<string, GroupResource>();
  const exceptions: CatalogGrants['exceptions'] = [];
  const hostPowers = new Set<string>();
  const podSecurity = new Map<string, PodSecurity>();
  for (const resource of resources) {
    const { group, plural, scope } = kindOf(resource);
    if (scope === 'Cluster') {
      if (resource.kind === 'Namespace') addLevel(podSecurity, resource);
      else add(clusterNames, `${group}/${plural}`, resource.metadata.name);
      continue;
    }
    if (!builtinKinds.some((kind) => kind.group === group && kind.plural === plural)) custom.set(`${group}/${plural}`, { group, plural });
    const namespace = resource.metadata.namespace ?? '';
    for (const power of hostPowersOf(resource)) hostPowers.add(`${plural}/${namespace}/${resource.metadata.name} ${power}`);
    if (!namespace.startsWith('battery-')) exceptions.push({ namespace, plural, name: resource.metadata.name });
  }
  return {
    clusterNames: new Map([...clusterNames].sort(([a], [b]) => (a < b ? -1 : 1))),
    namespaced: [
      ...builtinKinds.filter((kind) => kind.scope === 'Namespaced'),
      ...[...custom.values()].sort((a, b) => (`${a.group}/${a.plural}` < `${b.group}/${b.plural}` ? -1 : 1)),
    ],
    handedOut: [...unionOf(resources.flatMap(rulesOf)), ...urlsOf(resources)],
    builtinRoles: builtinRolesOf(resources),
    exceptions,
    hostPowers: [...hostPowers].sort(),
    podSecurity: new Map([...podSecurity].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Every resource in every form that it takes. */
function everything(): Resource[] {
  const all = new Map<string, Resource>();
  // An example may take the place of what the default has, so both are counted. The size changes no name and no right.
  for (const sample of providers.flatMap((provider) => [false, true].map((full) => ({ provider, full })))) {
    const { resources, failures } = render({ summary: kitchenSink({ usage: 'kitchen_sink', size: 'small', ...sample }) });
    const [failure] = failures;
    if (failure) throw new Error(`the rights of the agent cannot be counted: ${failure.message}`);
    for (const resource of resources) all.set(JSON.stringify(resource), resource);
  }
  return [...all.values()];
}

function addLevel(levels: Map<string, PodSecurity>, { metadata }: Resource): void {
  const level = podSecurityLevels.find((one) => one === metadata.labels?.['pod-security.kubernetes.io/enforce']);
  if (!level) throw new Error(`the namespace ${metadata.name} enforces no pod security level: give it one`);
  const before = levels.get(metadata.name) ?? level;
  levels.set(metadata.name, podSecurityLevels.indexOf(level) < podSecurityLevels.indexOf(before) ? level : before);
}

function add(sets: Map<string, Set<string>>, key: string, name: string): void {
  const names = sets.get(key) ?? new Set();
  sets.set(key, names.add(name));
}

const Rules = z.array(
  z.union([
    z.strictObject({ nonResourceURLs: z.array(z.string()), verbs: z.array(z.string()) }),
    z.strictObject({
      apiGroups: z.array(z.string()),
      resources: z.array(z.string()),
      resourceNames: z.array(z.string()).optional(),
      verbs: z.array(z.string()),
    }),
  ]),
);

function allRulesOf(resource: Resource): z.infer<typeof Rules> {
  return resource.kind === 'Role' || resource.kind === 'ClusterRole' ? Rules.parse(resource.rules) : [];
}

function rulesOf(resource: Resource): Rule[] {
  return allRulesOf(resource).flatMap((rule) => {
    if ('nonResourceURLs' in rule) return [];
    const { resourceNames, ...rest } = rule;
    return [{ ...rest, ...(resourceNames && { resourceNames }) }];
  });
}

/** One rule a path, sorted, with all its verbs. */
function urlsOf(resources: Resource[]): UrlRule[] {
  const verbs = new Map<string, Set<string>>();
  for (const rule of resources.flatMap(allRulesOf))
    if ('nonResourceURLs' in rule) for (const url of rule.nonResourceURLs) for (const verb of rule.verbs) add(verbs, url, verb);
  return [...verbs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([url, of]) => ({ nonResourceURLs: [url], verbs: [...of].sort() }));
}

/** Every (group, resource, names) once with all its verbs, then those with equal verbs together: short, and the same whatever the order. */
function unionOf(rules: Rule[]): Rule[] {
  const verbs = new Map<string, Set<string>>();
  for (const rule of rules)
    for (const group of rule.apiGroups)
      for (const resource of rule.resources)
        for (const name of rule.resourceNames ?? [''])
          for (const verb of rule.verbs) add(verbs, JSON.stringify([group, resource, name]), verb);
  const merged = new Map<string, { group: string; name: string; verbs: string[]; resources: string[] }>();
  for (const [key, of] of [...verbs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group = '', resource = '', name = '']: string[] = JSON.parse(key);
    const list = [...of].sort();
    const id = JSON.stringify([group, name, list]);
    const at = merged.get(id);
    if (at) at.resources.push(resource);
    else merged.set(id, { group, name, verbs: list, resources: [resource] });
  }
  return [...merged.values()].map(({ group, name, verbs: of, resources }) => ({
    apiGroups: [group],
    resources,
    ...(name && { resourceNames: [name] }),
    verbs: of,
  }));
}

const RoleRef = z.object({ kind: z.enum(['Role', 'ClusterRole']), name: z.string() });

function builtinRolesOf(resources: Resource[]): CatalogGrants['builtinRoles'] {
  const made = new Set(
    resources.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole').map(({ kind, metadata }) => `${kind}/${metadata.name}`),
  );
  const bound = resources
    .filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
    .map((binding) => RoleRef.parse(binding.roleRef));
  const builtin = new Set(bound.filter(({ kind, name }) => !made.has(`${kind}/${name}`)).map(({ kind, name }) => `${kind}/${name}`));
  return [...builtin]
    .sort()
    .map((role) => ({ plural: role.startsWith('Role/') ? 'roles' : 'clusterroles', name: role.slice(role.indexOf('/') + 1) }));
}
