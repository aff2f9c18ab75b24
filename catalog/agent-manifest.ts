import { agentNamespace } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { agentPolicies } from './agent-policies.ts';
import { type CatalogGrants, catalogGrants } from './grants.ts';
import { builtinKinds } from './kinds.ts';
import type { Rule, UrlRule } from './parts/rbac.ts';
import { restrictedContainer, restrictedPod } from './parts/security.ts';
import { toYaml as documentYaml } from './yaml.ts';

/** Namespaces that the catalog's batteries use by their defaults; the installer may allow fewer or others. */
export const defaultAllowedNamespaces = [
  'battery-core',
  'battery-base',
  'battery-data',
  'battery-ai',
  'battery-istio',
  'battery-knative',
  'battery-traditional',
];

export type AgentManifest = {
  /** Where the agent asks for its state, such as https://home-base.example. */
  homeBaseUrl: string;
  image: string;
  /** With both, the Secret `agent-enrolment` is part of the manifest; else the installer makes it with the keys `token` and `root-sha256`. */
  token?: string | undefined;
  rootSha256?: string | undefined;
  allowedNamespaces?: readonly string[];
  pollSeconds?: number;
};

const name = 'agent';
const roleName = 'home-base-agent';
const enrolment = 'agent-enrolment';
const pods = { 'app.kubernetes.io/name': 'home-base-agent' };
const metadata = { name, namespace: agentNamespace };

/**
 * What a cluster admin applies once (the one-liner): the agent, its rights counted from the catalog, and the policies that keep it within them.
 * The agent has no right to write any of it (DESIGN.md 4.2; proven by agent-rbac.e2e.test.ts).
 */
export function renderAgentManifest(manifest: AgentManifest): Resource[] {
  const { allowedNamespaces = defaultAllowedNamespaces } = manifest;
  const grants = catalogGrants();
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: agentNamespace,
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' },
      },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: roleName },
      rules: agentRules(grants, allowedNamespaces),
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: roleName },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
    },
    ...agentPolicies(grants, allowedNamespaces),
    ...enrolmentSecret(manifest),
    deployment(manifest),
    // Out to the API server and to Home Base; nobody connects to it (the kubelet's probes are exempt).
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: { podSelector: { matchLabels: pods }, policyTypes: ['Ingress', 'Egress'], egress: [{}] },
    },
  ];
}

/** All documents of one file for `kubectl apply --server-side -f -`. */
export function toYaml(resources: readonly Resource[]): string {
  return resources.map((resource) => `---\n${documentYaml(resource)}`).join('');
}

const observe = ['get', 'list', 'watch'];
/** Server-side apply is a PATCH with the name in the URL: `create` and `patch` with names are enough, and a POST never passes. */
const apply = ['create', 'patch', 'delete'];

/** Kinds that only operators make and that the agent tells Home Base about (agent/engine/facts.ts). */
const factKinds = [{ group: 'postgresql.cnpg.io', plural: 'backups' }];

function agentRules(grants: CatalogGrants, allowedNamespaces: readonly string[]): (Rule | UrlRule)[] {
  return [
    // Facts and what says why something is not ready.
    { apiGroups: [''], resources: ['nodes', 'pods', 'events', 'endpoints'], verbs: observe },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: observe },
    { apiGroups: ['apps'], resources: ['replicasets'], verbs: observe },
    ...byGroup([...builtinKinds, ...grants.namespaced, ...clusterKinds(grants), ...factKinds], observe),
    { apiGroups: [''], resources: ['namespaces'], resourceNames: [...allowedNamespaces], verbs: apply },
    ...[...grants.clusterNames].map(([groupResource, names]) => {
      const slash = groupResource.indexOf('/');
      return {
        apiGroups: [groupResource.slice(0, slash)],
        resources: [groupResource.slice(slash + 1)],
        resourceNames: [...names].sort(),
        verbs: apply,
      };
    }),
    // Only roles whose content the agent cannot write.
    ...grants.builtinRoles.map((role) => ({
      apiGroups: ['rbac.authorization.k8s.io'],
      resources: [role.plural],
      resourceNames: [role.name],
      verbs: ['bind'],
    })),
    // In allowed namespaces only: the first policy sees to it.
    ...byGroup(grants.namespaced, apply),
    // Held so that it may hand them out: with `escalate` it could hand out anything.
    ...grants.handedOut,
  ];
}

function clusterKinds({ clusterNames }: CatalogGrants) {
  return [...clusterNames.keys()].map((groupResource) => ({
    group: groupResource.slice(0, groupResource.indexOf('/')),
    plural: groupResource.slice(groupResource.indexOf('/') + 1),
  }));
}

function byGroup(kinds: readonly { group: string; plural: string }[], verbs: string[]): Rule[] {
  const groups = new Map<string, Set<string>>();
  for (const { group, plural } of kinds) groups.set(group, (groups.get(group) ?? new Set()).add(plural));
  return [...groups].map(([group, plurals]) => ({ apiGroups: [group], resources: [...plurals], verbs }));
}

function enrolmentSecret({ token, rootSha256 }: AgentManifest): Resource[] {
  if (!token || !rootSha256) return [];
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: enrolment, namespace: agentNamespace },
      type: 'Opaque',
      stringData: { token, 'root-sha256': rootSha256 },
    },
  ];
}

function deployment({ homeBaseUrl, image, pollSeconds }: AgentManifest): Resource {
  const probe = (path: string) => ({ httpGet: { path, port: 'http' }, periodSeconds: 10, timeoutSeconds: 5 });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, labels: pods },
    spec: {
      replicas: 1,
      // Two agents at once would look like a stolen key.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: pods },
      template: {
        metadata: { labels: pods, annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' } },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          securityContext: { ...restrictedPod, runAsUser: 65_532, runAsGroup: 65_532, fsGroup: 65_532 },
          containers: [
            {
              name,
              image,
              env: [
                { name: 'HOME_BASE_URL', value: homeBaseUrl },
                { name: 'HOME_BASE_ROOT_SHA256', valueFrom: { secretKeyRef: { name: enrolment, key: 'root-sha256' } } },
                { name: 'HOME_BASE_ENROLMENT_TOKEN_FILE', value: '/run/secrets/home-base/token' },
                { name: 'HOME_BASE_DATA', value: '/data' },
                ...(pollSeconds === undefined ? [] : [{ name: 'HOME_BASE_POLL_SECONDS', value: String(pollSeconds) }]),
              ],
              ports: [{ name: 'http', containerPort: 8080 }],
              startupProbe: { ...probe('/healthz'), periodSeconds: 2, failureThreshold: 30 },
              livenessProbe: { ...probe('/healthz'), failureThreshold: 6 },
              readinessProbe: probe('/readyz'),
              resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { cpu: '1', memory: '384Mi' } },
              securityContext: restrictedContainer,
              volumeMounts: [
                { name: 'data', mountPath: '/data' },
                { name: 'enrolment', mountPath: '/run/secrets/home-base', readOnly: true },
              ],
            },
          ],
          volumes: [
            { name: 'data', emptyDir: { sizeLimit: '64Mi' } },
            { name: 'enrolment', secret: { secretName: enrolment, items: [{ key: 'token', path: 'token' }], optional: true } },
          ],
        },
      },
    },
  };
}
