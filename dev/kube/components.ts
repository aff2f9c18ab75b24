import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildSpec } from '../process/child.ts';
import type { KubeBinaries } from './binaries.ts';
import type { ControlPlaneState } from './credentials.ts';

export type ComponentOptions = {
  dir: string;
  binaries: KubeBinaries;
  state: ControlPlaneState;
  webhooks: boolean;
  auditLog: boolean;
  egressConfigPath: string;
};
type ComponentSpecs = {
  etcd: ChildSpec;
  apiServer: ChildSpec;
  auditLogPath: string;
  controllerManager: (kubeconfigPath: string) => ChildSpec;
  scheduler: (kubeconfigPath: string) => ChildSpec;
  kwok: (kubeconfigPath: string) => ChildSpec;
};

/** The command line of every component. All listen on loopback only, or not at all. */
export function componentSpecs({ dir, binaries, state, webhooks, auditLog, egressConfigPath }: ComponentOptions): ComponentSpecs {
  const logPath = (name: string) => join(dir, 'logs', `${name}.log`);
  const etcdUrl = `http://127.0.0.1:${state.ports.etcd}`;
  const peerUrl = `http://127.0.0.1:${state.ports.etcdPeer}`;
  const serviceAccountKey = join(dir, 'service-account.key');
  const certificate = join(dir, 'certs', 'apiserver.crt');
  const auditLogPath = join(dir, 'logs', 'audit.log');
  const auditPolicy = join(dir, 'audit-policy.json');
  if (auditLog) {
    const rules = [{ level: 'Metadata', omitStages: ['RequestReceived'] }];
    writeFileSync(auditPolicy, JSON.stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules }));
  }
  const spec = (name: keyof KubeBinaries, args: string[]): ChildSpec => ({
    name,
    command: binaries[name],
    args,
    logPath: logPath(name),
    cwd: dir,
  });
  // A controller that works through a thousand objects must not wait for its own client-side limit (defaults 20/30).
  const fast = ['--kube-api-qps=300', '--kube-api-burst=600'];

  return {
    auditLogPath,
    etcd: spec('etcd', [
      '--name=home-base',
      `--data-dir=${join(dir, 'etcd')}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=home-base=${peerUrl}`,
      // A killed process loses nothing by it; a power cut may.
      '--unsafe-no-fsync',
      '--auto-compaction-retention=10m',
      '--quota-backend-bytes=4294967296',
      '--log-level=warn',
    ]),
    apiServer: spec('kube-apiserver', [
      `--etcd-servers=${etcdUrl}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${state.ports.api}`,
      `--cert-dir=${join(dir, 'certs')}`,
      // Endpoints may not be loopback addresses, so the Service `kubernetes` stays without any.
      '--endpoint-reconciler-type=none',
      '--authorization-mode=Node,RBAC',
      `--token-auth-file=${join(dir, 'tokens.csv')}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-signing-key-file=${serviceAccountKey}`,
      `--service-account-key-file=${serviceAccountKey}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      `--egress-selector-config-file=${egressConfigPath}`,
      '--allow-privileged=true',
      '--shutdown-delay-duration=0s',
      '--shutdown-watch-termination-grace-period=1s',
      '--profiling=false',
      ...(webhooks ? [] : ['--disable-admission-plugins=MutatingAdmissionWebhook,ValidatingAdmissionWebhook']),
      ...(auditLog ? [`--audit-policy-file=${auditPolicy}`, `--audit-log-path=${auditLogPath}`, '--audit-log-mode=blocking'] : []),
    ]),
    controllerManager: (kubeconfigPath) =>
      spec('kube-controller-manager', [
        `--kubeconfig=${kubeconfigPath}`,
        '--secure-port=0',
        '--leader-elect=false',
        `--service-account-private-key-file=${serviceAccountKey}`,
        // The last certificate of the chain is the CA that clients inside the cluster must trust.
        `--root-ca-file=${certificate}`,
        '--concurrent-deployment-syncs=20',
        '--concurrent-replicaset-syncs=20',
        '--profiling=false',
        ...fast,
      ]),
    scheduler: (kubeconfigPath) =>
      spec('kube-scheduler', [`--kubeconfig=${kubeconfigPath}`, '--secure-port=0', '--leader-elect=false', '--profiling=false', ...fast]),
    kwok: (kubeconfigPath) =>
      spec('kwok', [
        `--kubeconfig=${kubeconfigPath}`,
        '--manage-all-nodes=true',
        // Stages as objects: with --config kwok ends at start if the CRD of any Stage is missing.
        '--enable-crds=Stage',
        '--node-ip=172.18.0.2',
        // Neither a kubelet port on the nodes nor a server of its own.
        '--node-port=0',
        '--server-address=',
        '--cidr=10.244.0.0/16',
        '--node-lease-duration-seconds=40',
      ]),
  };
}
