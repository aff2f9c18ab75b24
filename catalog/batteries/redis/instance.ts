import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import type { RedisInstance } from '../../objects/redis-instance.ts';
import { generatedSecret } from '../../parts/generated-secret.ts';
import { allowIngress, managedNamespaces, namespacePeer, podPeer } from '../../parts/network-policy.ts';
import { byteQuantity, computeResources } from '../../parts/quantity.ts';
import { podScrape } from '../../parts/scrape.ts';
import { restrictedPod } from '../../parts/security.ts';
import { spreadOverNodes } from '../../parts/workload.ts';
import type { Owned, Summary } from '../../summary.ts';
import type { redis } from './battery.ts';

type Config = ConfigOf<typeof redis>;

/** One Redis: the operator's custom resource, its password and who may talk to it. Fields are those of redis.redis.opstreelabs.in/v1beta2 at 0.24. */
export function redisInstanceResources(instance: Owned<RedisInstance>, config: Config, summary: Summary): Resource[] {
  const { core, data } = namespacesOf(summary);
  const name = `redis-${instance.name}`;
  const pods = { 'app.kubernetes.io/instance': name };
  const isSentinel = instance.mode === 'sentinel';
  return [
    ...(isSentinel ? [] : [password(name, data, instance)]),
    allowIngress(name, data, pods, [
      { from: [managedNamespaces], ports: isSentinel ? [26_379] : [6379] },
      // The cluster's bus, and sentinels that watch this replication.
      { from: [podPeer(pods), podPeer({ 'battery/component': 'sentinel' })], ports: [6379, 16_379, 26_379] },
      { from: [namespacePeer(core)], ports: [9121] },
    ]),
    customResource(name, data, instance, config),
    // The exporter beside each server; sentinels have none.
    ...(isSentinel ? [] : podScrape({ name, namespace: data, matchLabels: pods, endpoints: [{ port: 'redis-exporter' }] }, summary)),
  ];
}

/** The operator copies labels and annotations to the pods; with another password version they are replaced. */
function customResource(name: string, namespace: string, instance: RedisInstance, config: Config): Resource {
  const metadata = {
    name,
    namespace,
    labels: { 'app.kubernetes.io/instance': name, 'battery/component': instance.mode },
    annotations: { 'battery/password-version': String(instance.passwordVersion) },
  };
  const apiVersion = 'redis.redis.opstreelabs.in/v1beta2';
  switch (instance.mode) {
    case 'standalone':
      return { apiVersion, kind: 'Redis', metadata, spec: { ...serverSpec(name, instance, config), ...probes } };
    case 'replication':
      return {
        apiVersion,
        kind: 'RedisReplication',
        metadata,
        spec: {
          clusterSize: instance.instances,
          ...serverSpec(name, instance, config),
          ...probes,
          pdb: budget(instance),
          topologySpreadConstraints: spreadOverNodes({ 'app.kubernetes.io/instance': name }),
        },
      };
    case 'cluster': {
      const part = {
        ...probes,
        pdb: budget(instance),
        topologySpreadConstraints: spreadOverNodes({ 'app.kubernetes.io/instance': name }),
        securityContext: container,
      };
      return {
        apiVersion,
        kind: 'RedisCluster',
        metadata,
        spec: {
          clusterSize: instance.instances,
          clusterVersion: 'v7',
          persistenceEnabled: instance.storageBytes !== undefined,
          ...clusterServerSpec(name, instance, config),
          redisLeader: part,
          redisFollower: part,
        },
      };
    }
    case 'sentinel':
      return { apiVersion, kind: 'RedisSentinel', metadata, spec: sentinelSpec(name, instance, config) };
  }
}

function serverSpec(name: string, instance: RedisInstance, config: Config) {
  return {
    kubernetesConfig: { ...kubernetesConfig(config.redisImage, instance), redisSecret: { name, key: 'password' } },
    redisConfig: memoryPolicy,
    redisExporter: exporter(config),
    podSecurityContext: pod,
    securityContext: container,
    ...(instance.storageBytes !== undefined && { storage: storage(instance, instance.storageBytes) }),
  };
}

/** A cluster takes the container's security context per role, and keeps its nodes file on a volume of its own. */
function clusterServerSpec(name: string, instance: RedisInstance, config: Config) {
  const { securityContext: _perRole, storage: volume, ...spec } = serverSpec(name, instance, config);
  if (!volume) return spec;
  return { ...spec, storage: { ...volume, nodeConfVolume: true, nodeConfVolumeClaimTemplate: claim('128Mi', instance.storageClass) } };
}

function sentinelSpec(name: string, instance: RedisInstance, config: Config) {
  if (!instance.replicationOf) throw new Error(`the sentinels "${instance.name}" name no replication to watch: set replicationOf`);
  const watched = `redis-${instance.replicationOf}`;
  return {
    clusterSize: instance.instances,
    kubernetesConfig: kubernetesConfig(config.sentinelImage, instance),
    redisSentinelConfig: {
      redisReplicationName: watched,
      masterGroupName: 'master',
      quorum: String(Math.floor(instance.instances / 2) + 1),
      redisReplicationPassword: { secretKeyRef: { name: watched, key: 'password' } },
    },
    podSecurityContext: pod,
    securityContext: container,
    ...probes,
    pdb: budget(instance),
    topologySpreadConstraints: spreadOverNodes({ 'app.kubernetes.io/instance': name }),
  };
}

function kubernetesConfig(image: string, instance: RedisInstance) {
  return { image, imagePullPolicy: 'IfNotPresent', resources: computeResources(instance), updateStrategy: { type: 'RollingUpdate' } };
}

/** A quarter is kept for buffers and copy-on-write, so that Redis evicts before the kernel kills it. */
const memoryPolicy = { maxMemoryPercentOfLimit: 75 };

/** The images' own user. The entry point writes its configuration, so the root filesystem stays writable. */
const pod = { ...restrictedPod, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 };
const container = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

const probe = { failureThreshold: 5, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5 };
const probes = { readinessProbe: probe, livenessProbe: probe };

function budget(instance: RedisInstance) {
  return instance.instances > 1 ? { enabled: true, maxUnavailable: 1 } : { enabled: false };
}

function exporter(config: Config) {
  return {
    enabled: true,
    image: config.exporterImage,
    imagePullPolicy: 'IfNotPresent',
    port: 9121,
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
    securityContext: { ...container, readOnlyRootFilesystem: true },
  };
}

/** The volume outlives the custom resource: data goes only when a person says so. */
function storage(instance: RedisInstance, bytes: number) {
  return { keepAfterDelete: true, volumeClaimTemplate: claim(byteQuantity(bytes), instance.storageClass) };
}

function claim(size: string, storageClass: string | undefined) {
  return {
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      ...(storageClass && { storageClassName: storageClass }),
    },
  };
}

/** Service names are the operator's; clients of a replication write to its master Service. */
function password(name: string, namespace: string, instance: RedisInstance): Resource {
  const service = { standalone: name, replication: `${name}-master`, cluster: `${name}-leader`, sentinel: name }[instance.mode];
  const hostname = `${service}.${namespace}.svc.cluster.local`;
  return generatedSecret({
    name,
    namespace,
    version: instance.passwordVersion,
    keys: {
      password: { from: 'random', length: 32, alphabet: 'alphanumeric' },
      hostname: { from: 'value', value: hostname },
      port: { from: 'value', value: '6379' },
      url: { from: 'template', template: `redis://:{password}@${hostname}:6379`, encode: 'uri' },
    },
  });
}
