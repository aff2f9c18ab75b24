import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { pollUntil } from '../process/poll.ts';
import type { KubeObject } from './api-client.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { listStages } from './stages.ts';

// One object of every kind that has Stages, with what its CRD demands, and the part of its status that an operator's user looks at.
const certManager = 'cert-manager.io/v1';
const redis = 'redis.redis.opstreelabs.in/v1beta2';
const gateway = 'gateway.networking.k8s.io/v1';
const serving = 'serving.knative.dev/v1';
const containers = [{ name: 'app', image: 'registry.example/app:1' }];
const image = { image: 'registry.example/redis:7', imagePullPolicy: 'IfNotPresent' };
const ready = { conditions: [{ type: 'Ready', status: 'True', observedGeneration: 1 }] };
const accepted = [
  { type: 'Accepted', status: 'True', observedGeneration: 1 },
  { type: 'ResolvedRefs', status: 'True' },
];
const parentRefs = [{ name: 'sample' }];
const parents = [{ parentRef: { name: 'sample' }, controllerName: 'home-base.dev/simulated', conditions: accepted }];
const samples = [
  {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    plural: 'clusters',
    spec: { instances: 2, storage: { size: '1Gi' } },
    status: {
      phase: 'Cluster in healthy state',
      instances: 2,
      readyInstances: 2,
      instanceNames: ['sample-1', 'sample-2'],
      writeService: 'sample-rw',
      currentPrimary: 'sample-1',
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  },
  {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    plural: 'scheduledbackups',
    spec: { schedule: '0 0 0 * * *', cluster: { name: 'sample' } },
    status: { lastCheckTime: expect.any(String), nextScheduleTime: expect.any(String) },
  },
  {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Backup',
    plural: 'backups',
    spec: { cluster: { name: 'sample' }, method: 'plugin', pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' } },
    status: { phase: 'completed', method: 'plugin', backupId: expect.stringMatching(/^\d{8}T\d{6}$/), stoppedAt: expect.any(String) },
  },
  {
    apiVersion: redis,
    kind: 'RedisReplication',
    plural: 'redisreplications',
    // Its StatefulSet and that of the Postgres cluster above would have one name.
    name: 'replicated',
    spec: { clusterSize: 2, kubernetesConfig: image },
    status: { masterNode: 'replicated-0', connectionInfo: { port: 6379 } },
  },
  {
    apiVersion: redis,
    kind: 'RedisCluster',
    plural: 'redisclusters',
    spec: { clusterSize: 3, kubernetesConfig: image },
    status: { state: 'Ready', readyLeaderReplicas: 3, readyFollowerReplicas: 3 },
  },
  {
    apiVersion: certManager,
    kind: 'Certificate',
    plural: 'certificates',
    spec: { secretName: 'sample', issuerRef: { name: 'sample' } },
    status: { ...ready, revision: 1, notAfter: expect.any(String) },
  },
  { apiVersion: certManager, kind: 'Issuer', plural: 'issuers', spec: { selfSigned: {} }, status: ready },
  { apiVersion: certManager, kind: 'ClusterIssuer', plural: 'clusterissuers', cluster: true, spec: { selfSigned: {} }, status: ready },
  {
    apiVersion: certManager,
    kind: 'CertificateRequest',
    plural: 'certificaterequests',
    spec: { request: 'c2FtcGxl', issuerRef: { name: 'sample' } },
    status: { conditions: [{ type: 'Approved' }, { type: 'Ready', status: 'True' }] },
  },
  {
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    plural: 'bundles',
    cluster: true,
    spec: { sources: [{ useDefaultCAs: true }], target: { configMap: { key: 'ca.pem' } } },
    status: { conditions: [{ type: 'Synced', status: 'True', observedGeneration: 1 }] },
  },
  {
    apiVersion: gateway,
    kind: 'GatewayClass',
    plural: 'gatewayclasses',
    cluster: true,
    spec: { controllerName: 'example.dev/controller' },
    status: { conditions: [{ type: 'Accepted', status: 'True' }] },
  },
  {
    apiVersion: gateway,
    kind: 'Gateway',
    plural: 'gateways',
    spec: { gatewayClassName: 'sample', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    status: {
      addresses: [{ value: expect.stringContaining('172.18.255.') }],
      conditions: [{ type: 'Accepted' }, { type: 'Programmed', status: 'True' }],
      listeners: [{ name: 'http' }],
    },
  },
  { apiVersion: gateway, kind: 'HTTPRoute', plural: 'httproutes', spec: { parentRefs }, status: { parents } },
  { apiVersion: gateway, kind: 'GRPCRoute', plural: 'grpcroutes', spec: { parentRefs }, status: { parents } },
  {
    apiVersion: gateway,
    kind: 'TLSRoute',
    plural: 'tlsroutes',
    spec: { parentRefs, hostnames: ['sample.example'], rules: [{ backendRefs: [{ name: 'sample', port: 443 }] }] },
    status: { parents },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1alpha2',
    kind: 'TCPRoute',
    plural: 'tcproutes',
    spec: { parentRefs, rules: [{ backendRefs: [{ name: 'sample', port: 80 }] }] },
    status: { parents },
  },
  ...[
    { kind: 'VMAgent', spec: { remoteWrite: [{ url: 'http://insert.example/write' }] } },
    { kind: 'VMCluster', spec: { retentionPeriod: '14d' } },
    { kind: 'VMAlert', spec: { datasource: { url: 'http://select.example' } } },
    { kind: 'VMAlertmanager', spec: {} },
    { kind: 'VMServiceScrape', spec: { selector: {}, endpoints: [] } },
    { kind: 'VMPodScrape', spec: { podMetricsEndpoints: [] } },
    { kind: 'VMNodeScrape', spec: {} },
    { kind: 'VMRule', spec: { groups: [] } },
  ].map(({ kind, spec }) => ({
    apiVersion: 'operator.victoriametrics.com/v1beta1',
    kind,
    plural: `${kind.toLowerCase()}s`,
    spec,
    status: { updateStatus: 'operational', observedGeneration: 1 },
  })),
  {
    apiVersion: serving,
    kind: 'Service',
    plural: 'services',
    spec: { template: { spec: { containers } } },
    status: {
      observedGeneration: 1,
      url: 'http://sample.default.svc.cluster.local',
      conditions: [{ type: 'ConfigurationsReady' }, { type: 'Ready', status: 'True' }, { type: 'RoutesReady' }],
    },
  },
  {
    apiVersion: serving,
    kind: 'Configuration',
    plural: 'configurations',
    // That of the Service above has its name.
    name: 'alone',
    spec: { template: { spec: { containers } } },
    status: { latestReadyRevisionName: 'alone-00001', conditions: [{ type: 'Ready', status: 'True' }] },
  },
  {
    apiVersion: serving,
    kind: 'Revision',
    plural: 'revisions',
    spec: { containers },
    status: { conditions: [{ type: 'ContainerHealthy' }, { type: 'Ready', status: 'True' }, { type: 'ResourcesAvailable' }] },
  },
  {
    apiVersion: serving,
    kind: 'Route',
    plural: 'routes',
    name: 'alone',
    spec: { traffic: [{ configurationName: 'alone', latestRevision: true, percent: 100 }] },
    status: { conditions: [{ type: 'AllTrafficAssigned' }, { type: 'IngressReady' }, { type: 'Ready', status: 'True' }] },
  },
];
type Sample = (typeof samples)[number];

/** Upstream's have no status: only their pods are made (./child-pods.test.ts). */
const withoutStatus = [`${redis} Redis`, `${redis} RedisSentinel`];
it('has a sample for every kind that a Stage speaks of', () => {
  const spoken = new Set(listStages().custom.map(({ spec }) => `${spec.resourceRef.apiGroup} ${spec.resourceRef.kind}`));
  expect([...spoken].sort()).toEqual([...samples.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`), ...withoutStatus].sort());
});

const upstream = process.env.HOME_BASE_UPSTREAM;
describe('with permissive stand-in CRDs', () => suite(samples.map(standIn)));
describe.skipIf(!upstream)('with the true CRDs (HOME_BASE_UPSTREAM)', () =>
  suite(upstream ? samples.map((sample) => trueCrd(upstream, sample)) : []),
);

function suite(crds: KubeObject[]) {
  let dir: string;
  let controlPlane: ControlPlane;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'home-base-stages-'));
    controlPlane = await startControlPlane({ dir, controllerManager: false, scheduler: false, nodes: 0 });
    // After kwok: the road of every installation, where the operators' CRDs come late.
    await Promise.all(
      crds.map((crd) => controlPlane.api.apply(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${crd.metadata.name}`, crd)),
    );
  }, 120_000);
  afterAll(async () => {
    await controlPlane?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  const reach = (sample: Sample, wanted: unknown) =>
    pollUntil(
      `the status of ${sample.kind}`,
      async () => {
        const { status } = (await controlPlane.api.get(pathOf(sample))) ?? {};
        expect(status).toMatchObject(wanted as Record<string, unknown>);
        return status;
      },
      { timeoutMs: 40_000, everyMs: 200 },
    );

  it.each(samples)(
    'makes a $kind of $apiVersion healthy',
    async (sample) => {
      const { apiVersion, kind, spec } = sample;
      await pollUntil(
        'the CRD being served',
        () => controlPlane.api.apply(pathOf(sample), { apiVersion, kind, metadata: { name: nameOf(sample) }, spec }),
        { timeoutMs: 20_000 },
      );
      await reach(sample, sample.status);
    },
    60_000,
  );

  it('follows an edit of the number of instances', async () => {
    const [cluster] = samples as [Sample];
    const { apiVersion, kind, spec } = cluster;
    await controlPlane.api.apply(pathOf(cluster), { apiVersion, kind, metadata: { name: 'sample' }, spec: { ...spec, instances: 3 } });
    await reach(cluster, { phase: 'Cluster in healthy state', readyInstances: 3, instanceNames: ['sample-1', 'sample-2', 'sample-3'] });
  }, 60_000);

  it('makes and finishes the first backup of a schedule that begins at once, under a name that a cluster can be restored from', async () => {
    const base = '/apis/postgresql.cnpg.io/v1/namespaces/default';
    await controlPlane.api.apply(`${base}/scheduledbackups/pg-now`, {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'ScheduledBackup',
      metadata: { name: 'pg-now' },
      spec: { schedule: '0 0 3 * * *', immediate: true, method: 'plugin', cluster: { name: 'pg-now' } },
    });
    await pollUntil(
      'the backup',
      async () => {
        const { items } = z.object({ items: z.array(z.unknown()) }).parse(await controlPlane.api.get(`${base}/backups`));
        expect(items).toContainEqual(
          expect.objectContaining({
            metadata: expect.objectContaining({ name: expect.stringMatching(/^pg-now-\d{14}$/) }),
            spec: expect.objectContaining({ cluster: { name: 'pg-now' }, method: 'plugin' }),
            status: expect.objectContaining({ phase: 'completed' }),
          }),
        );
        return true;
      },
      { timeoutMs: 40_000, everyMs: 200 },
    );
  }, 60_000);

  it('makes a Certificate ready again for its new generation', async () => {
    const sample = samples.find(({ kind }) => kind === 'Certificate') as Sample;
    const { apiVersion, kind, spec } = sample;
    await controlPlane.api.apply(pathOf(sample), {
      apiVersion,
      kind,
      metadata: { name: 'sample' },
      spec: { ...spec, dnsNames: ['sample.example'] },
    });
    await reach(sample, { revision: 2, conditions: [{ type: 'Ready', status: 'True', observedGeneration: 2 }] });
  }, 60_000);

  it('makes another revision of an edited Knative service, and says so', async () => {
    const sample = samples.find(({ apiVersion, kind }) => apiVersion === serving && kind === 'Service') as Sample;
    const edited = { template: { spec: { containers: [{ name: 'app', image: 'registry.example/app:2' }] } } };
    await controlPlane.api.apply(pathOf(sample), { apiVersion: serving, kind: 'Service', metadata: { name: 'sample' }, spec: edited });
    await reach(sample, { observedGeneration: 2, conditions: [{ type: 'ConfigurationsReady' }, { type: 'Ready', status: 'True' }, {}] });
    const configuration = { ...sample, kind: 'Configuration', plural: 'configurations' };
    await reach(configuration, { observedGeneration: 2, latestReadyRevisionName: 'sample-00002' });
  }, 60_000);

  it('wrote nothing that the API server refused', () => {
    expect(readFileSync(join(dir, 'logs', 'kwok.log'), 'utf8')).not.toContain('failed to apply stage');
  });
}

function nameOf(sample: Sample): string {
  return 'name' in sample && sample.name ? sample.name : 'sample';
}

function pathOf(sample: Sample): string {
  return `/apis/${sample.apiVersion}/${'cluster' in sample ? '' : 'namespaces/default/'}${sample.plural}/${nameOf(sample)}`;
}

function standIn({ apiVersion, kind, plural, ...sample }: Sample): KubeObject {
  const [group, version] = apiVersion.split('/') as [string, string];
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  // A *.k8s.io group is refused without this annotation.
  const annotations = { 'api-approved.kubernetes.io': 'unapproved, a stand-in for tests' };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations },
    spec: {
      group,
      scope: 'cluster' in sample ? 'Cluster' : 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema }, subresources: { status: {} } }],
    },
  };
}

const Files = z.array(z.object({ sha256: z.string(), path: z.string(), kinds: z.record(z.string(), z.number()) }));
function trueCrd(folder: string, { apiVersion, plural }: Sample): KubeObject {
  const [group, version] = apiVersion.split('/') as [string, string];
  const files = Files.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  for (const { sha256, kinds } of files) {
    if (!kinds.CustomResourceDefinition || !existsSync(join(folder, sha256))) continue;
    const text = readFileSync(join(folder, sha256), 'utf8');
    if (!text.includes(`name: ${plural}.${group}`)) continue;
    for (const document of parseAllDocuments(text)) {
      const crd = document.toJS() as KubeObject | null;
      if (crd?.kind !== 'CustomResourceDefinition' || crd.metadata.name !== `${plural}.${group}`) continue;
      if (!JSON.stringify(crd.spec).includes(`"name":"${version}"`)) continue;
      // No operator answers for conversion here.
      return {
        apiVersion: crd.apiVersion,
        kind: crd.kind,
        metadata: { name: crd.metadata.name, annotations: crd.metadata.annotations },
        spec: { ...(crd.spec as object), conversion: { strategy: 'None' } },
      };
    }
  }
  throw new Error(`${folder} has no CRD ${plural}.${group} with ${version}`);
}
