import type { ConfigOf } from '../../define.ts';
import { splitImage, type trivyOperator } from './battery.ts';

type Config = ConfigOf<typeof trivyOperator>;

/** Environment of the operator. What is not named here has the operator's own default. */
export function operatorSettings(config: Config): Record<string, string> {
  return {
    OPERATOR_METRICS_BIND_ADDRESS: ':8080',
    OPERATOR_HEALTH_PROBE_BIND_ADDRESS: ':9090',
    OPERATOR_LEADER_ELECTION_ENABLED: 'true',
    OPERATOR_LEADER_ELECTION_ID: 'trivy-operator',
    OPERATOR_CONCURRENT_SCAN_JOBS_LIMIT: String(config.concurrentScans),
    OPERATOR_SCAN_JOB_TIMEOUT: '5m',
    OPERATOR_VULNERABILITY_SCANNER_ENABLED: 'true',
    OPERATOR_EXPOSED_SECRET_SCANNER_ENABLED: 'true',
    OPERATOR_CONFIG_AUDIT_SCANNER_ENABLED: 'true',
    OPERATOR_RBAC_ASSESSMENT_SCANNER_ENABLED: 'true',
    OPERATOR_INFRA_ASSESSMENT_SCANNER_ENABLED: String(config.scanNodes),
    OPERATOR_SBOM_GENERATION_ENABLED: 'true',
    // There are no benchmarks to report on unless someone makes a ClusterComplianceReport, which counts nodes too.
    OPERATOR_CLUSTER_COMPLIANCE_ENABLED: String(config.scanNodes),
    OPERATOR_ACCESS_GLOBAL_SECRETS_SERVICE_ACCOUNTS: 'true',
  };
}

/** ConfigMap `trivy-operator`, whose name the operator knows: how scans run. Values are JSON where they are not plain. */
export function scanSettings(config: Config): Record<string, string> {
  return {
    'vulnerabilityReports.scanner': 'Trivy',
    'vulnerabilityReports.scanJobsInSameNamespace': 'false',
    'configAuditReports.scanner': 'Trivy',
    'report.recordFailedChecksOnly': 'true',
    'scanJob.compressLogs': 'true',
    'scanJob.podTemplatePodSecurityContext': JSON.stringify({
      seccompProfile: { type: 'RuntimeDefault' },
      // The node collector, which gets the same context, can read the node's files as root only.
      ...(!config.scanNodes && { runAsNonRoot: true, runAsUser: 10_000, runAsGroup: 10_000 }),
    }),
    'scanJob.podTemplateContainerSecurityContext': JSON.stringify({
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    }),
    'policies.bundle.oci.ref': config.checksImage,
    'policies.bundle.insecure': 'false',
    'compliance.failEntriesLimit': '10',
    ...(config.scanNodes && {
      'node.collector.imageRef': config.nodeCollectorImage,
      'node.collector.nodeSelector': 'true',
      'nodeCollector.volumes': JSON.stringify(nodeFolders.map(([name, path]) => ({ name, hostPath: { path } }))),
      'nodeCollector.volumeMounts': JSON.stringify(nodeFolders.map(([name, mountPath]) => ({ name, mountPath, readOnly: true }))),
    }),
  };
}

/** Where Kubernetes keeps its settings on a node. */
const nodeFolders = [
  ['var-lib-etcd', '/var/lib/etcd'],
  ['var-lib-kubelet', '/var/lib/kubelet'],
  ['var-lib-kube-scheduler', '/var/lib/kube-scheduler'],
  ['var-lib-kube-controller-manager', '/var/lib/kube-controller-manager'],
  ['etc-systemd', '/etc/systemd'],
  ['lib-systemd', '/lib/systemd'],
  ['etc-kubernetes', '/etc/kubernetes'],
  ['etc-cni-netd', '/etc/cni/net.d'],
] as const;

/** ConfigMap `trivy-operator-trivy-config`: Trivy itself, alone in each scan's Job, with the checks that are built into it. */
export function trivySettings(config: Config): Record<string, string> {
  const { repository, tag } = splitImage(config.trivyImage);
  return {
    'trivy.repository': repository,
    'trivy.tag': tag,
    'trivy.imagePullPolicy': 'IfNotPresent',
    'trivy.mode': 'Standalone',
    'trivy.command': 'image',
    'trivy.dbRepository': config.databaseImage,
    'trivy.javaDbRepository': config.javaDatabaseImage,
    'trivy.severity': 'UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL',
    ...(config.ignoreUnfixed && { 'trivy.ignoreUnfixed': 'true' }),
    'trivy.slow': 'true',
    'trivy.timeout': '5m0s',
    'trivy.imageScanCacheDir': '/tmp/trivy/.cache',
    'trivy.filesystemScanCacheDir': '/var/trivyoperator/trivy-db',
    'trivy.supportedConfigAuditKinds': 'Workload,Service,Role,ClusterRole,NetworkPolicy,Ingress,LimitRange,ResourceQuota',
    'trivy.useBuiltinRegoPolicies': 'false',
    'trivy.useEmbeddedRegoPolicies': 'true',
    'trivy.resources.requests.cpu': '100m',
    'trivy.resources.requests.memory': '100M',
    'trivy.resources.limits.cpu': '500m',
    'trivy.resources.limits.memory': '500M',
  };
}
