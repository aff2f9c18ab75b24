import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pollUntil } from '../process/poll.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

const redis = 'redis.redis.opstreelabs.in/v1beta2';
const kubernetesConfig = { image: 'registry.example/redis:7' };
const customResources = [
  {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    plural: 'clusters',
    name: 'pg-orders',
    spec: { instances: 2, imageName: 'registry.example/postgres:17', storage: { size: '1Gi' } },
    pods: ['pg-orders-1', 'pg-orders-2'],
  },
  { apiVersion: redis, kind: 'Redis', plural: 'redis', name: 'alone', spec: { kubernetesConfig }, pods: ['alone-0'] },
  {
    apiVersion: redis,
    kind: 'RedisReplication',
    plural: 'redisreplications',
    name: 'pair',
    spec: { clusterSize: 2, kubernetesConfig },
    pods: ['pair-0', 'pair-1'],
  },
  {
    apiVersion: redis,
    kind: 'RedisCluster',
    plural: 'redisclusters',
    name: 'ring',
    spec: { clusterSize: 3, kubernetesConfig },
    pods: ['ring-follower-0', 'ring-follower-1', 'ring-follower-2', 'ring-leader-0', 'ring-leader-1', 'ring-leader-2'],
  },
  {
    apiVersion: redis,
    kind: 'RedisSentinel',
    plural: 'redissentinels',
    name: 'watch',
    spec: { clusterSize: 3, kubernetesConfig },
    pods: ['watch-sentinel-0', 'watch-sentinel-1', 'watch-sentinel-2'],
  },
];
type CustomResource = { apiVersion: string; kind: string; plural: string; name: string; spec: object; pods: string[] };

const serving = 'serving.knative.dev/v1';
const knativeService = { apiVersion: serving, kind: 'Service', plural: 'services', name: 'shop', spec: {}, pods: [] };
const knativeKinds = [
  knativeService,
  ...['Configuration', 'Revision', 'Route'].map((kind) => ({ ...knativeService, kind, plural: `${kind.toLowerCase()}s` })),
];
const restricted = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
/** As many pods as it keeps at rest. */
const atRest = (instances: number) => ({
  template: {
    metadata: { labels: { 'battery/owner': 'owner-2' }, annotations: { 'autoscaling.knative.dev/min-scale': String(instances) } },
    spec: { containers: [{ name: 'app', image: 'registry.example/app:1', securityContext: restricted }] },
  },
});

const dir = mkdtempSync(join(tmpdir(), 'home-base-child-pods-'));
let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await startControlPlane({ dir });
  for (const crd of [...customResources, ...knativeKinds].map(standIn))
    await controlPlane.api.apply(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${crd.metadata.name}`, crd);
  // The strictest rule that a namespace of ours enforces.
  const metadata = { name: 'data', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } };
  await controlPlane.api.apply('/api/v1/namespaces/data', { apiVersion: 'v1', kind: 'Namespace', metadata });
}, 120_000);
afterAll(async () => {
  await controlPlane?.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const labels = {
  'battery/managed': 'true',
  'battery/owner': 'owner-1',
  'battery/app': 'redis',
  'app.kubernetes.io/name': 'redis',
  team: 'a',
};
const pathOf = ({ apiVersion, plural, name }: CustomResource) => `/apis/${apiVersion}/namespaces/data/${plural}/${name}`;
const apply = ({ apiVersion, kind, name, ...resource }: CustomResource, spec: object = resource.spec) =>
  controlPlane.api.apply(pathOf({ apiVersion, kind, name, ...resource }), { apiVersion, kind, metadata: { name, labels }, spec });

const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), uid: z.string(), labels: z.record(z.string(), z.string()) }),
      status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional() }),
    }),
  ),
});
async function readyPods(prefix: string) {
  const { items } = Pods.parse(await controlPlane.api.get('/api/v1/namespaces/data/pods'));
  const isReady = (pod: (typeof items)[number]) =>
    pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  return items.filter((pod) => pod.metadata.name.startsWith(`${prefix}-`) && isReady(pod));
}
const reach = (prefix: string, names: string[]) =>
  pollUntil(
    `the pods of ${prefix}`,
    async () => {
      const pods = await readyPods(prefix);
      expect(pods.map((pod) => pod.metadata.name).sort()).toEqual(names);
      return pods;
    },
    { timeoutMs: 40_000, everyMs: 200 },
  );

describe('the pods that operators make of their custom resources', () => {
  it.each(customResources)(
    'run for a $kind and carry whose they are',
    async (resource) => {
      await pollUntil('the CRD being served', () => apply(resource), { timeoutMs: 20_000 });
      const pods = await reach(resource.name, resource.pods);
      for (const { metadata } of pods) {
        expect(metadata.labels).toMatchObject({ 'battery/owner': 'owner-1', 'battery/app': 'redis', 'app.kubernetes.io/name': 'redis' });
        // CloudNativePG passes on what INHERITED_LABELS names, the Redis operator everything.
        expect('team' in metadata.labels && 'battery/managed' in metadata.labels).toBe(resource.kind !== 'Cluster');
      }
    },
    60_000,
  );

  it('follow the number of instances up and down', async () => {
    const [cluster, , replication] = customResources as [CustomResource, CustomResource, CustomResource];
    await apply(cluster, { ...cluster.spec, instances: 3 });
    await apply(replication, { ...replication.spec, clusterSize: 1 });
    await reach('pg-orders', ['pg-orders-1', 'pg-orders-2', 'pg-orders-3']);
    await reach('pair', ['pair-0']);
    await apply(cluster, { ...cluster.spec, instances: 1 });
    await reach('pg-orders', ['pg-orders-1']);
    await pollUntil(
      'its role being said',
      async () => {
        const [primary] = await readyPods('pg-orders');
        expect(primary?.metadata.labels).toMatchObject({ 'cnpg.io/cluster': 'pg-orders', 'cnpg.io/instanceRole': 'primary' });
        return primary;
      },
      { timeoutMs: 20_000 },
    );
  }, 90_000);

  it('are not made again by an edit that is none of theirs', async () => {
    const read = async () => (await readyPods('alone')).map((pod) => pod.metadata.uid);
    const before = await read();
    const [, alone, , ring] = customResources as [CustomResource, CustomResource, CustomResource, CustomResource];
    const metadata = { name: alone.name, labels, annotations: { note: 'another event for kwok' } };
    await controlPlane.api.apply(pathOf(alone), { apiVersion: alone.apiVersion, kind: alone.kind, metadata, spec: alone.spec });
    // What comes later is done: so is that.
    await apply(ring, { ...ring.spec, clusterSize: 1 });
    await reach('ring', ['ring-follower-0', 'ring-leader-0']);
    expect(await read()).toEqual(before);
  }, 60_000);

  it('are as many as a Knative service keeps at rest, and carry whose they are', async () => {
    const reachCount = (count: number) =>
      pollUntil(
        `${count} pods of the Knative service`,
        async () => {
          const pods = await readyPods('shop-deployment');
          expect(pods).toHaveLength(count);
          return pods;
        },
        { timeoutMs: 40_000, everyMs: 200 },
      );
    await pollUntil('the CRD being served', () => apply(knativeService, atRest(2)), { timeoutMs: 20_000 });
    for (const { metadata } of await reachCount(2)) expect(metadata.labels).toMatchObject({ 'battery/owner': 'owner-2' });
    await apply(knativeService, atRest(1));
    await reachCount(1);
  }, 90_000);

  it('go with the custom resource', async () => {
    for (const resource of [...customResources, knativeService]) await controlPlane.api.send('DELETE', pathOf(resource));
    await pollUntil(
      'no pod being left',
      async () => {
        expect(Pods.parse(await controlPlane.api.get('/api/v1/namespaces/data/pods')).items).toEqual([]);
        return true;
      },
      { timeoutMs: 80_000, everyMs: 300 },
    );
  }, 90_000);

  it('needed nothing that the API server refused', () => {
    const lines = readFileSync(join(dir, 'logs', 'kwok.log'), 'utf8').split('\n');
    // A pod that somebody else deleted first is gone as it should be.
    expect(lines.filter((line) => line.includes('failed to apply stage') && !/pods .* not found/.test(line))).toEqual([]);
  });
});

function standIn({ apiVersion, kind, plural }: CustomResource) {
  const [group, version] = apiVersion.split('/');
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema }, subresources: { status: {} } }],
    },
  };
}
