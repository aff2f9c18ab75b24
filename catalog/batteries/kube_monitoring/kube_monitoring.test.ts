import { describe, expect, it, test } from 'vitest';
import { catalogGrants } from '../../grants.ts';
import { made, madeWithout } from '../../testing/made.ts';

const alone = made(['kube_monitoring']);
const metricsServer = (of: typeof alone) => JSON.stringify(of.find('Deployment', 'metrics-server')?.spec);

describe('the metrics server', () => {
  it('shows the API server a certificate of the cluster where there is an authority', () => {
    const { find } = made(['kube_monitoring', 'battery_ca']);
    expect(find('Certificate', 'metrics-server-tls')?.spec).toMatchObject({
      dnsNames: expect.arrayContaining(['metrics-server.battery-core.svc']),
      issuerRef: { kind: 'ClusterIssuer', name: 'battery-ca' },
    });
    expect(find('APIService', 'v1beta1.metrics.k8s.io')).toMatchObject({
      metadata: { annotations: { 'cert-manager.io/inject-ca-from': 'battery-core/metrics-server-tls' } },
    });
    expect(find('APIService', 'v1beta1.metrics.k8s.io')?.spec).not.toHaveProperty('insecureSkipTLSVerify');
    expect(metricsServer({ all: [], find })).toContain('--tls-cert-file=/tls/tls.crt');
    // The injector may write this one, and no other API service.
    expect(JSON.stringify(find('ClusterRole', 'cert-manager-cainjector')?.rules)).toContain('v1beta1.metrics.k8s.io');
    expect(made(['kube_monitoring', 'cert_manager']).find('Certificate', 'metrics-server-tls')?.spec).toMatchObject({
      issuerRef: { name: 'self-signed' },
    });
  });

  it('signs its own without cert_manager, which the API server must believe', () => {
    expect(alone.find('Certificate', 'metrics-server-tls')).toBeUndefined();
    expect(alone.find('APIService', 'v1beta1.metrics.k8s.io')).toMatchObject({ spec: { insecureSkipTLSVerify: true } });
    expect(metricsServer(alone)).toContain('--cert-dir=/tmp');
  });

  it('can be left to the cluster', () => {
    const { all } = made(['kube_monitoring'], { config: { kube_monitoring: { metricsServer: false } } });
    expect(all.filter(({ metadata }) => /metrics-server|metrics\.k8s\.io/.test(metadata.name))).toEqual([]);
  });
});

test('kubelets are believed on AWS by the authority of the cluster, on kind as they are, and elsewhere as the user says', () => {
  const skips = (of: typeof alone) => [
    metricsServer(of).includes('--kubelet-insecure-tls'),
    JSON.stringify(of.find('VMNodeScrape', 'battery-metrics-kubelet')?.spec).includes('insecureSkipVerify'),
  ];
  expect(skips(alone)).toEqual([true, true]);
  expect(skips(made(['kube_monitoring'], { provider: 'aws' }))).toEqual([false, false]);
  expect(skips(made(['kube_monitoring'], { config: { kube_monitoring: { kubeletTls: 'verify' } } }))).toEqual([false, false]);
});

test('of kube-system it writes one binding, for which the agent has a right by name', () => {
  const { all } = made(['kube_monitoring'], { full: true });
  expect(all.filter(({ metadata }) => metadata.namespace === 'kube-system')).toMatchObject([
    {
      kind: 'RoleBinding',
      metadata: { name: 'metrics-server-auth-reader' },
      roleRef: { name: 'extension-apiserver-authentication-reader' },
    },
  ]);
  const { exceptions, builtinRoles, handedOut } = catalogGrants();
  expect(exceptions).toContainEqual({ namespace: 'kube-system', plural: 'rolebindings', name: 'metrics-server-auth-reader' });
  expect(builtinRoles).toEqual(
    expect.arrayContaining([
      { plural: 'clusterroles', name: 'system:auth-delegator' },
      { plural: 'roles', name: 'extension-apiserver-authentication-reader' },
    ]),
  );
  expect(handedOut).toContainEqual({ nonResourceURLs: ['/metrics'], verbs: ['get'] });
});

test('objects are counted without reading a Secret', () => {
  expect(JSON.stringify(alone.find('ClusterRole', 'kube-state-metrics')?.rules)).not.toMatch(/secrets|configmaps/);
  const args = JSON.stringify(alone.find('Deployment', 'kube-state-metrics')?.spec);
  expect(args).toContain('--resources=certificatesigningrequests,cronjobs,daemonsets,');
  expect(args).not.toContain('secrets');
});

test('what sees the node runs where pod security lets it, and the core namespace stays restricted', () => {
  const level = (of: typeof alone, name: string) => of.find('Namespace', name)?.metadata.labels?.['pod-security.kubernetes.io/enforce'];
  expect(alone.find('DaemonSet', 'node-exporter')?.metadata.namespace).toBe('battery-base');
  expect([level(alone, 'battery-base'), level(alone, 'battery-core')]).toEqual(['privileged', 'restricted']);
  expect(level(made(['victoria_metrics']), 'battery-base')).toBe('baseline');
});

test('nodes, pods and the API server are measured; the control plane only where the user says that it listens', () => {
  const names = (of: typeof alone) =>
    of.all.filter(({ metadata }) => metadata.name.startsWith('battery-metrics-')).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  const always = [
    'VMNodeScrape battery-metrics-kubelet',
    'VMNodeScrape battery-metrics-cadvisor',
    'VMNodeScrape battery-metrics-probes',
    'VMServiceScrape battery-metrics-apiserver',
    'VMPodScrape battery-metrics-coredns',
  ];
  expect(names(alone)).toEqual(always);
  expect(names(made(['kube_monitoring'], { config: { kube_monitoring: { controlPlane: true } } }))).toEqual([
    ...always,
    ...['kube-scheduler', 'kube-controller-manager', 'etcd'].map((part) => `VMPodScrape battery-metrics-${part}`),
  ]);
});

test('labels of nodes and pods come from the metrics themselves, where they are what the metrics are about', () => {
  expect(alone.find('VMServiceScrape', 'kube-state-metrics')?.spec).toMatchObject({ endpoints: [{ honorLabels: true }, {}] });
  expect(alone.find('VMNodeScrape', 'battery-metrics-cadvisor')?.spec).toMatchObject({ honorLabels: true });
  expect(alone.find('VMServiceScrape', 'node-exporter')?.spec).toMatchObject({
    endpoints: [{ relabelConfigs: [{ targetLabel: 'node' }] }],
  });
});

test('node exporter has a Service and the metrics server a scrape with victoria_metrics, and not without', () => {
  const scraped = (of: typeof alone) => [
    of.find('Service', 'node-exporter'),
    of.find('VMServiceScrape', 'node-exporter'),
    of.find('VMServiceScrape', 'metrics-server'),
  ];
  for (const one of scraped(alone)) expect(one).toBeDefined();
  expect(scraped(madeWithout('victoria_metrics'))).toEqual([undefined, undefined, undefined]);
});

test('its dashboards come with Grafana', () => {
  const dashboards = (of: typeof alone) =>
    ['nodes', 'workloads', 'pods'].map((name) => of.find('ConfigMap', `grafana-dashboard-${name}`) !== undefined);
  expect(dashboards(made(['kube_monitoring', 'grafana']))).toEqual([true, true, true]);
  expect(dashboards(alone)).toEqual([false, false, false]);
});
