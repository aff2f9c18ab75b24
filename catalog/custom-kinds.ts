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
  scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
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
const shards = {
  specReplicasPath: '.spec.shardCount',
  statusReplicasPath: '.status.shards',
  labelSelectorPath: '.status.selector',
};
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
  ...kindsOf('cloudnative_pg_barman', 'barmancloud.cnpg.io', [{ kind: 'ObjectStore', versions: versions('v1*') }]),
  ...kindsOf('trust_manager', 'trust-manager.io', [{ kind: 'ClusterBundle', scope: 'Cluster', versions: versions('v1alpha2*') }]),
  ...kindsOf('trust_manager', 'trust.cert-manager.io', [{ kind: 'Bundle', scope: 'Cluster', versions: versions('v1alpha1*') }]),
  ...kindsOf('istio', 'extensions.istio.io', [{ kind: 'WasmPlugin', versions: versions('v1alpha1*') }]),
  ...kindsOf('istio', 'networking.istio.io', [
    { kind: 'DestinationRule', shortNames: ['dr'], versions: versions('v1*', 'v1alpha3', 'v1beta1') },
    { kind: 'EnvoyFilter', versions: versions('v1alpha3*') },
    { kind: 'Gateway', shortNames: ['gw'], versions: versions('v1*', 'v1alpha3', 'v1beta1') },
    { kind: 'ProxyConfig', versions: versions('v1beta1*') },
    { kind: 'ServiceEntry', plural: 'serviceentries', shortNames: ['se'], versions: versions('v1*', 'v1alpha3', 'v1beta1') },
    { kind: 'Sidecar', versions: versions('v1*', 'v1alpha3', 'v1beta1') },
    { kind: 'VirtualService', shortNames: ['vs'], versions: versions('v1*', 'v1alpha3', 'v1beta1') },
    { kind: 'WorkloadEntry', plural: 'workloadentries', shortNames: ['we'], versions: versions('v1*', 'v1alpha3', 'v1beta1') },
    { kind: 'WorkloadGroup', shortNames: ['wg'], versions: versions('v1*', 'v1alpha3', 'v1beta1') },
  ]),
  ...kindsOf('istio', 'security.istio.io', [
    { kind: 'AuthorizationPolicy', plural: 'authorizationpolicies', shortNames: ['ap'], versions: versions('v1*', 'v1beta1') },
    { kind: 'PeerAuthentication', shortNames: ['pa'], versions: versions('v1*', 'v1beta1') },
    { kind: 'RequestAuthentication', shortNames: ['ra'], versions: versions('v1*', 'v1beta1') },
  ]),
  ...kindsOf('istio', 'telemetry.istio.io', [
    { kind: 'Telemetry', plural: 'telemetries', shortNames: ['telemetry'], versions: versions('v1', 'v1alpha1*') },
  ]),
  ...kindsOf('victoria_metrics', 'operator.victoriametrics.com', [
    { kind: 'VLAgent', versions: versions('v1*'), scale: shards },
    { kind: 'VLCluster', versions: versions('v1*') },
    { kind: 'VLogs', plural: 'vlogs', versions: versions('v1beta1*') },
    { kind: 'VLSingle', versions: versions('v1*') },
    { kind: 'VMAgent', versions: versions('v1beta1*'), scale: shards },
    { kind: 'VMAlertmanagerConfig', versions: versions('v1beta1*') },
    { kind: 'VMAlertmanager', shortNames: ['vma'], versions: versions('v1beta1*') },
    { kind: 'VMAlert', versions: versions('v1beta1*') },
    { kind: 'VMAnomaly', plural: 'vmanomalies', versions: versions('v1*'), scale: shards },
    { kind: 'VMAuth', versions: versions('v1beta1*') },
    { kind: 'VMCluster', versions: versions('v1beta1*'), holdsData: true },
    { kind: 'VMDistributed', plural: 'vmdistributed', versions: versions('v1alpha1*') },
    { kind: 'VMNodeScrape', versions: versions('v1beta1*') },
    { kind: 'VMPodScrape', versions: versions('v1beta1*') },
    { kind: 'VMProbe', versions: versions('v1beta1*') },
    { kind: 'VMRule', versions: versions('v1beta1*') },
    { kind: 'VMScrapeConfig', versions: versions('v1beta1*') },
    { kind: 'VMServiceScrape', versions: versions('v1beta1*') },
    { kind: 'VMSingle', versions: versions('v1beta1*') },
    { kind: 'VMStaticScrape', versions: versions('v1beta1*') },
    { kind: 'VMUser', versions: versions('v1beta1*') },
    { kind: 'VTCluster', versions: versions('v1*') },
    { kind: 'VTSingle', versions: versions('v1*') },
  ]),
  ...kindsOf('knative', 'networking.internal.knative.dev', [
    { kind: 'Certificate', shortNames: ['kcert'], versions: versions('v1alpha1*') },
    { kind: 'ClusterDomainClaim', shortNames: ['cdc'], scope: 'Cluster', versions: versions('v1alpha1*') },
    { kind: 'Ingress', plural: 'ingresses', shortNames: ['kingress', 'king'], versions: versions('v1alpha1*') },
    { kind: 'ServerlessService', shortNames: ['sks'], versions: versions('v1alpha1*') },
  ]),
  ...kindsOf('knative', 'serving.knative.dev', [
    { kind: 'Configuration', shortNames: ['config', 'cfg'], versions: versions('v1*') },
    { kind: 'DomainMapping', shortNames: ['dm'], versions: versions('v1beta1*') },
    { kind: 'Revision', shortNames: ['rev'], versions: versions('v1*') },
    { kind: 'Route', shortNames: ['rt'], versions: versions('v1*') },
    { kind: 'Service', shortNames: ['kservice', 'ksvc'], versions: versions('v1*') },
  ]),
  ...kindsOf('knative', 'autoscaling.internal.knative.dev', [
    { kind: 'Metric', versions: versions('v1alpha1*') },
    { kind: 'PodAutoscaler', shortNames: ['kpa', 'pa'], versions: versions('v1alpha1*') },
  ]),
  ...kindsOf('knative', 'caching.internal.knative.dev', [{ kind: 'Image', versions: versions('v1alpha1*') }]),
  ...kindsOf('trivy_operator', 'aquasecurity.github.io', [
    { kind: 'ClusterComplianceReport', shortNames: ['compliance'], scope: 'Cluster', versions: versions('v1alpha1*') },
    { kind: 'ClusterConfigAuditReport', shortNames: ['clusterconfigaudit'], scope: 'Cluster', versions: versions('v1alpha1*-') },
    { kind: 'ClusterInfraAssessmentReport', shortNames: ['clusterinfraassessment'], scope: 'Cluster', versions: versions('v1alpha1*-') },
    {
      kind: 'ClusterRbacAssessmentReport',
      shortNames: ['clusterrbacassessmentreport'],
      scope: 'Cluster',
      versions: versions('v1alpha1*-'),
    },
    { kind: 'ClusterSbomReport', shortNames: ['clustersbom'], scope: 'Cluster', versions: versions('v1alpha1*-') },
    { kind: 'ClusterVulnerabilityReport', shortNames: ['clustervuln'], scope: 'Cluster', versions: versions('v1alpha1*-') },
    { kind: 'ConfigAuditReport', shortNames: ['configaudit', 'configaudits'], versions: versions('v1alpha1*-') },
    { kind: 'ExposedSecretReport', shortNames: ['exposedsecret', 'exposedsecrets'], versions: versions('v1alpha1*-') },
    { kind: 'InfraAssessmentReport', shortNames: ['infraassessment', 'infraassessments'], versions: versions('v1alpha1*-') },
    { kind: 'RbacAssessmentReport', shortNames: ['rbacassessment', 'rbacassessments'], versions: versions('v1alpha1*-') },
    { kind: 'SbomReport', shortNames: ['sbom', 'sboms'], versions: versions('v1alpha1*-') },
    { kind: 'VulnerabilityReport', shortNames: ['vuln', 'vulns'], versions: versions('v1alpha1*-') },
  ]),
  ...kindsOf('karpenter', 'karpenter.k8s.aws', [
    { kind: 'EC2NodeClass', plural: 'ec2nodeclasses', shortNames: ['ec2nc', 'ec2ncs'], scope: 'Cluster', versions: versions('v1*') },
  ]),
  ...kindsOf('karpenter', 'karpenter.sh', [
    { kind: 'NodeClaim', scope: 'Cluster', versions: versions('v1*') },
    { kind: 'NodeOverlay', shortNames: ['overlays'], scope: 'Cluster', versions: versions('v1alpha1*') },
    {
      kind: 'NodePool',
      scope: 'Cluster',
      versions: versions('v1*'),
      scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.nodes' },
    },
  ]),
  ...kindsOf('node_feature_discovery', 'nfd.k8s-sigs.io', [
    { kind: 'NodeFeature', versions: versions('v1alpha1*-') },
    { kind: 'NodeFeatureGroup', shortNames: ['nfg'], versions: versions('v1alpha1*') },
    { kind: 'NodeFeatureRule', shortNames: ['nfr'], scope: 'Cluster', versions: versions('v1alpha1*-') },
  ]),
  ...kindsOf('aws_load_balancer_controller', 'elbv2.k8s.aws', [
    {
      kind: 'IngressClassParams',
      plural: 'ingressclassparams',
      singular: 'ingressclassparam',
      scope: 'Cluster',
      versions: versions('v1beta1*-'),
    },
    { kind: 'TargetGroupBinding', versions: versions('v1alpha1', 'v1beta1*') },
  ]),
];

export function crdName(kind: CustomKind): string {
  return `${kind.plural}.${kind.group}`;
}
