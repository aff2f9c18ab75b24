import { describe, expect, it, test } from 'vitest';
import { checkConfig, checkEnable } from '../../rules/batteries.ts';
import { kitchenSink } from '../../sample-summary.ts';
import { made, madeWithout } from '../../testing/made.ts';
import { agentRemovalRules, operatorClusterRules, operatorRules } from './rules.ts';

const alone = made(['victoria_metrics']);

test('the store keeps what it is told for as long as it is told, as many times, on volumes of that size', () => {
  const { find } = made(['victoria_metrics'], {
    config: {
      victoria_metrics: {
        retentionDays: 30,
        replicationFactor: 2,
        vmstorageReplicas: 3,
        vmstorageVolumeGib: 200,
        vmselectVolumeGib: 20,
        storageClass: 'fast',
      },
    },
  });
  expect(find('VMCluster', 'main-cluster')?.spec).toMatchObject({
    retentionPeriod: '30d',
    replicationFactor: 2,
    vminsert: { replicaCount: 1 },
    vmselect: {
      replicaCount: 1,
      storage: { volumeClaimTemplate: { spec: { storageClassName: 'fast', resources: { requests: { storage: '20Gi' } } } } },
    },
    vmstorage: {
      replicaCount: 3,
      podDisruptionBudget: { maxUnavailable: 1 },
      storage: { volumeClaimTemplate: { spec: { storageClassName: 'fast', resources: { requests: { storage: '200Gi' } } } } },
    },
  });
});

test('a volume does not shrink, its class stays, and each copy has a replica', () => {
  const summary = kitchenSink({
    usage: 'internal_dev',
    provider: 'kind',
    size: 'tiny',
    config: { victoria_metrics: { vmstorageVolumeGib: 50 } },
  });
  expect(checkConfig(summary, 'victoria_metrics', { vmstorageVolumeGib: 40 })).toEqual([
    { path: 'vmstorageVolumeGib', message: 'a volume only grows: keep at least 50' },
  ]);
  expect(checkConfig(summary, 'victoria_metrics', { vmstorageVolumeGib: 60 })).toEqual([]);
  expect(checkConfig(summary, 'victoria_metrics', { vmstorageVolumeGib: 50, storageClass: 'fast' })).toMatchObject([
    { path: 'storageClass' },
  ]);
  const fresh = kitchenSink({ usage: 'internal_dev', provider: 'kind', size: 'tiny', batteries: ['battery_core'] });
  expect(checkEnable(fresh, 'victoria_metrics', { replicationFactor: 2 })).toMatchObject([{ path: 'replicationFactor' }]);
});

test('the operator makes workloads in one namespace and roles in none', () => {
  for (const { apiGroups, resources, verbs } of operatorClusterRules) {
    if (apiGroups.includes('operator.victoriametrics.com')) continue;
    for (const verb of ['create', 'update', 'patch', 'delete']) expect(verbs, resources.join()).not.toContain(verb);
  }
  for (const { apiGroups, resourceNames, verbs } of [...agentRemovalRules('battery-core'), ...operatorRules]) {
    if (!apiGroups.includes('rbac.authorization.k8s.io')) continue;
    expect(verbs).toEqual(['delete']);
    expect(resourceNames).toHaveLength(1);
  }
  // An account of ours in each custom resource, so that it has no role to make.
  const withPods = made(['vm_agent']).all.filter(({ kind }) => ['VMCluster', 'VMAlert', 'VMAlertmanager', 'VMAgent'].includes(kind));
  expect(withPods).toHaveLength(4);
  for (const { spec } of withPods) expect(spec).toMatchObject({ serviceAccountName: expect.any(String) });
});

test('pods that the operator makes are restricted and say whose they are', () => {
  const { find } = alone;
  const pods = {
    podMetadata: { labels: { 'battery/app': 'victoria-metrics', 'battery/owner': 'batt_victoria_metrics' } },
    securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    resources: { requests: expect.anything(), limits: expect.anything() },
  };
  expect(find('VMCluster', 'main-cluster')?.spec).toMatchObject({ vminsert: pods, vmselect: pods, vmstorage: pods });
  expect(find('VMAlert', 'main')?.spec).toMatchObject(pods);
  expect(find('VMAlertmanager', 'main')?.spec).toMatchObject(pods);
});

test('an image by digest stays whole when the operator takes it apart', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const { find } = made(['victoria_metrics'], {
    config: { victoria_metrics: { insertImage: `registry.example:5000/vm/insert:v1@${digest}`, selectImage: `vmselect@${digest}` } },
  });
  // It joins the two with a colon.
  expect(find('VMCluster', 'main-cluster')?.spec).toMatchObject({
    vminsert: { image: { repository: 'registry.example:5000/vm/insert', tag: `v1@${digest}` } },
    vmselect: { image: { repository: 'vmselect@sha256', tag: 'a'.repeat(64) } },
  });
});

describe('alerts', () => {
  it('are checked and told, by receivers of a Secret that the user makes', () => {
    const { find } = made(['victoria_metrics'], { config: { victoria_metrics: { alertmanagerConfigSecret: 'receivers' } } });
    expect(find('VMAlertmanager', 'main')?.spec).toMatchObject({ configSecret: 'receivers' });
    expect(alone.find('VMAlertmanager', 'main')?.spec).not.toHaveProperty('configSecret');
    expect(find('VMAlert', 'main')?.spec).toMatchObject({
      selectAllByDefault: true,
      notifiers: [{ url: 'http://vmalertmanager-main.battery-core.svc.cluster.local:9093' }],
    });
  });

  it('are there for what is installed, and only for that', () => {
    const groups = (of: typeof alone) => of.all.filter(({ kind }) => kind === 'VMRule').map(({ metadata }) => metadata.name);
    expect(groups(alone)).toEqual(['alerts-victoria-metrics']);
    const all = made(['kube_monitoring', 'cloudnative_pg', 'redis', 'cert_manager', 'loki']);
    expect(groups(all).sort()).toEqual(
      ['certificates', 'loki', 'nodes', 'postgres', 'redis', 'victoria-metrics', 'workloads'].map((name) => `alerts-${name}`),
    );
  });

  it('can be off as a whole', () => {
    const { all } = made(['victoria_metrics', 'grafana'], { config: { victoria_metrics: { alerting: false } } });
    expect(all.filter(({ kind }) => ['VMAlert', 'VMAlertmanager', 'VMRule'].includes(kind))).toEqual([]);
    expect(JSON.stringify(all)).not.toContain('vmalertmanager-main.');
  });
});

describe('with Grafana', () => {
  it('brings the data source and its dashboard', () => {
    const { find } = made(['victoria_metrics', 'grafana', 'vm_agent'], { config: { vm_agent: { scrapeSeconds: 45 } } });
    const source = JSON.stringify(find('ConfigMap', 'grafana-datasource-vmselect')?.data);
    expect(source).toContain('http://vmselect-main-cluster.battery-core.svc.cluster.local:8481/select/0/prometheus');
    expect(source).toContain('45s');
    expect(find('ConfigMap', 'grafana-dashboard-victoria-metrics')).toBeDefined();
  });

  it('and without it neither', () => {
    expect(alone.find('ConfigMap', 'grafana-datasource-vmselect')).toBeUndefined();
    expect(alone.find('ConfigMap', 'grafana-dashboard-victoria-metrics')).toBeUndefined();
  });
});

describe('the route to vmselect', () => {
  const rules = (of: typeof alone) => of.find('HTTPRoute', 'vmselect')?.spec;

  it('is there with a gateway and sign-in; sign-in comes first, and only what reads is reached', () => {
    expect(rules(made(['victoria_metrics', 'sso', 'istio_gateway']))).toMatchObject({
      hostnames: ['vmselect.10-1-2-3.sslip.io'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/oauth2' } }],
          backendRefs: [{ name: 'oauth2-proxy-victoria-metrics', port: 80 }],
        },
        { matches: [{ path: { type: 'Exact', value: '/' } }] },
        {
          matches: [{ path: { type: 'PathPrefix', value: '/select' } }],
          backendRefs: [{ name: 'vmselect-main-cluster-additional-service', port: 8481 }],
        },
      ],
    });
  });

  it('without sign-in is there only when anyone may look, and then leads to no proxy', () => {
    expect(rules(made(['victoria_metrics', 'istio_gateway']))).toBeUndefined();
    const open = rules(made(['victoria_metrics', 'istio_gateway'], { config: { victoria_metrics: { access: 'anyone' } } }));
    expect(open).toMatchObject({ hostnames: ['vmselect.10-1-2-3.sslip.io'] });
    expect(JSON.stringify(open)).not.toContain('oauth2');
  });

  it('is not there when it is closed, or without a gateway', () => {
    expect(
      rules(made(['victoria_metrics', 'sso', 'istio_gateway'], { config: { victoria_metrics: { access: 'closed' } } })),
    ).toBeUndefined();
    expect(rules(madeWithout('istio_gateway', { config: { victoria_metrics: { access: 'anyone' } } }))).toBeUndefined();
  });

  it('leads past the waypoint, which can guard only a Service with an address', () => {
    expect(alone.find('VMCluster', 'main-cluster')?.spec).toMatchObject({
      vmselect: { serviceSpec: { metadata: { labels: { 'istio.io/ingress-use-waypoint': 'true' } } } },
    });
  });
});
