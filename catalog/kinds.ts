import { groupOf, type Resource } from '@home-base/schema/kube/resource.ts';

export type CustomKind = {
  battery: string;
  group: string;
  kind: string;
  plural: string;
  singular: string;
  shortNames?: readonly string[];
  scope: 'Namespaced' | 'Cluster';
  versions: readonly KindVersion[];
  /** Paths of the scale subresource. */
  scale?: { specReplicasPath: string; statusReplicasPath: string };
  /** Deleting one loses data that nothing can make again: only removed when a person named it. */
  holdsData?: boolean;
};

/** `storage` is the version that etcd keeps; exactly one a kind. */
type KindVersion = { name: string; storage: boolean; served: boolean; status: boolean };

/** `v1*` is stored, `v1!` is not served, `v1-` has no status subresource. */
function versions(...marks: string[]): KindVersion[] {
  return marks.map((mark) => ({
    name: mark.replace(/[*!-]/g, ''),
    storage: mark.includes('*'),
    served: !mark.includes('!'),
    status: !mark.includes('-'),
  }));
}

type Row = Pick<CustomKind, 'kind' | 'versions'> & Partial<CustomKind>;

function kindsOf(battery: string, group: string, rows: Row[]): CustomKind[] {
  return rows.map((row) => {
    const singular = row.kind.toLowerCase();
    return { battery, group, plural: `${singular}s`, singular, scope: 'Namespaced', ...row };
  });
}

const scale = { specReplicasPath: '.spec.instances', statusReplicasPath: '.status.instances' };
const v1 = versions('v1*');
const v1beta1 = versions('v1beta1*');
const v1beta2 = versions('v1beta2*');

/**
 * Every custom kind that the batteries' definitions bring, as the files of upstream.lock.json have them (ingest fails when they differ). Stand-in
 * definitions, the agent's RBAC and its manifest are made from this table.
 */
export const customKinds: readonly CustomKind[] = [
  ...kindsOf('gateway_api', 'gateway.networking.k8s.io', [
    { kind: 'BackendTLSPolicy', plural: 'backendtlspolicies', shortNames: ['btlspolicy'], versions: versions('v1*', 'v1alpha3!') },
    { kind: 'GatewayClass', plural: 'gatewayclasses', shortNames: ['gc'], scope: 'Cluster', versions: versions('v1*', 'v1beta1') },
    { kind: 'Gateway', shortNames: ['gtw'], versions: versions('v1*', 'v1beta1') },
    { kind: 'GRPCRoute', versions: v1 },
    { kind: 'HTTPRoute', versions: versions('v1*', 'v1beta1') },
    { kind: 'ListenerSet', shortNames: ['lset'], versions: v1 },
    { kind: 'ReferenceGrant', shortNames: ['refgrant'], versions: versions('v1-', 'v1beta1*-') },
    { kind: 'TCPRoute', versions: versions('v1alpha2*') },
    { kind: 'TLSRoute', versions: versions('v1*', 'v1alpha2!', 'v1alpha3!') },
  ]),
  ...kindsOf('metallb', 'metallb.io', [
    { kind: 'BFDProfile', versions: v1beta1 },
    { kind: 'BGPAdvertisement', versions: v1beta1 },
    { kind: 'BGPPeer', versions: versions('v1beta1', 'v1beta2*') },
    { kind: 'Community', plural: 'communities', versions: v1beta1 },
    { kind: 'ConfigurationState', versions: v1beta1 },
    { kind: 'IPAddressPool', versions: v1beta1 },
    { kind: 'L2Advertisement', versions: v1beta1 },
    { kind: 'ServiceBGPStatus', plural: 'servicebgpstatuses', versions: v1beta1 },
    { kind: 'ServiceL2Status', plural: 'servicel2statuses', versions: v1beta1 },
  ]),
  ...kindsOf('cert_manager', 'acme.cert-manager.io', [
    { kind: 'Challenge', versions: v1 },
    { kind: 'Order', versions: v1 },
  ]),
  ...kindsOf('cert_manager', 'cert-manager.io', [
    { kind: 'CertificateRequest', shortNames: ['cr', 'crs'], versions: v1 },
    { kind: 'Certificate', shortNames: ['cert', 'certs'], versions: v1 },
    { kind: 'ClusterIssuer', shortNames: ['ciss'], scope: 'Cluster', versions: v1 },
    { kind: 'Issuer', shortNames: ['iss'], versions: v1 },
  ]),
  ...kindsOf('cloudnative_pg', 'postgresql.cnpg.io', [
    { kind: 'Backup', versions: v1, holdsData: true },
    { kind: 'ClusterImageCatalog', scope: 'Cluster', versions: versions('v1*-') },
    { kind: 'Cluster', versions: v1, scale, holdsData: true },
    { kind: 'Database', versions: v1, holdsData: true },
    { kind: 'FailoverQuorum', versions: v1 },
    { kind: 'ImageCatalog', versions: versions('v1*-') },
    { kind: 'Pooler', versions: v1, scale },
    { kind: 'Publication', versions: v1 },
    { kind: 'ScheduledBackup', versions: v1 },
    { kind: 'Subscription', versions: v1 },
  ]),
  ...kindsOf('redis', 'redis.redis.opstreelabs.in', [
    { kind: 'Redis', plural: 'redis', versions: v1beta2, holdsData: true },
    { kind: 'RedisCluster', versions: v1beta2, holdsData: true },
    { kind: 'RedisReplication', versions: v1beta2, holdsData: true },
    { kind: 'RedisSentinel', versions: v1beta2 },
  ]),
];

export function crdName(kind: CustomKind): string {
  return `${kind.plural}.${kind.group}`;
}

type BuiltinKind = { group: string; kind: string; plural: string; scope: 'Namespaced' | 'Cluster' };

function builtin(group: string, scope: BuiltinKind['scope'], plurals: Record<string, string>): BuiltinKind[] {
  return Object.entries(plurals).map(([kind, plural]) => ({ group, kind, plural, scope }));
}

/** Kubernetes' own kinds that a battery may make. */
export const builtinKinds: readonly BuiltinKind[] = [
  ...builtin('', 'Namespaced', {
    ConfigMap: 'configmaps',
    PersistentVolumeClaim: 'persistentvolumeclaims',
    Secret: 'secrets',
    Service: 'services',
    ServiceAccount: 'serviceaccounts',
  }),
  ...builtin('', 'Cluster', { Namespace: 'namespaces' }),
  ...builtin('apps', 'Namespaced', { DaemonSet: 'daemonsets', Deployment: 'deployments', StatefulSet: 'statefulsets' }),
  ...builtin('batch', 'Namespaced', { CronJob: 'cronjobs', Job: 'jobs' }),
  ...builtin('autoscaling', 'Namespaced', { HorizontalPodAutoscaler: 'horizontalpodautoscalers' }),
  ...builtin('policy', 'Namespaced', { PodDisruptionBudget: 'poddisruptionbudgets' }),
  ...builtin('networking.k8s.io', 'Namespaced', { Ingress: 'ingresses', NetworkPolicy: 'networkpolicies' }),
  ...builtin('networking.k8s.io', 'Cluster', { IngressClass: 'ingressclasses' }),
  ...builtin('rbac.authorization.k8s.io', 'Namespaced', { Role: 'roles', RoleBinding: 'rolebindings' }),
  ...builtin('rbac.authorization.k8s.io', 'Cluster', { ClusterRole: 'clusterroles', ClusterRoleBinding: 'clusterrolebindings' }),
  ...builtin('apiextensions.k8s.io', 'Cluster', { CustomResourceDefinition: 'customresourcedefinitions' }),
  ...builtin('admissionregistration.k8s.io', 'Cluster', {
    MutatingWebhookConfiguration: 'mutatingwebhookconfigurations',
    ValidatingWebhookConfiguration: 'validatingwebhookconfigurations',
    ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
    ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
  }),
  ...builtin('apiregistration.k8s.io', 'Cluster', { APIService: 'apiservices' }),
  ...builtin('scheduling.k8s.io', 'Cluster', { PriorityClass: 'priorityclasses' }),
  ...builtin('storage.k8s.io', 'Cluster', { StorageClass: 'storageclasses' }),
  ...builtin('node.k8s.io', 'Cluster', { RuntimeClass: 'runtimeclasses' }),
];

const byGroupKind = new Map([...customKinds, ...builtinKinds].map((entry) => [`${entry.group}/${entry.kind}`, entry]));

/** Plural and scope of a resource's kind as the API server has it; a recipe becomes a Secret. Throws for a kind that is not registered. */
export function kindOf(resource: Pick<Resource, 'apiVersion' | 'kind'>): {
  group: string;
  plural: string;
  scope: 'Namespaced' | 'Cluster';
} {
  const isRecipe = resource.apiVersion.startsWith('recipe.home-base/');
  const key = isRecipe ? '/Secret' : `${groupOf(resource.apiVersion)}/${resource.kind}`;
  const found = byGroupKind.get(key);
  if (!found) throw new Error(`the kind ${resource.apiVersion} ${resource.kind} is not registered: add it to catalog/kinds.ts`);
  return found;
}
