import { computePresets, storedPresets } from '@home-base/catalog/objects/compute-size.ts';
import { ferretPresets } from '@home-base/catalog/objects/ferret-service.ts';
import { modelPresets } from '@home-base/catalog/objects/model.ts';
import type { ObjectCollection, ObjectIn } from '@home-base/catalog/objects/object-kinds.ts';
import { redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import type { FormChoices } from '../objects/form-choices.ts';

const container = {
  name: 'web',
  image: 'nginx:1.29',
  command: ['/bin/sh', '-c'],
  args: ['echo a, b; exec nginx'],
  env: [
    { name: 'MODE', source: 'value' as const, value: '' },
    { name: 'DSN', source: 'secret' as const, from: 'cloudnative-pg.pg-orders.app', key: 'dsn', optional: false },
  ],
  mounts: [{ volume: 'scratch', path: '/tmp', readOnly: false }],
};

const containers = {
  containers: [container],
  initContainers: [{ ...container, name: 'migrate', args: [], mounts: [] }],
  env: [{ name: 'REGION', source: 'config_map' as const, from: 'place', key: 'region', optional: true }],
  volumes: [
    { name: 'scratch', type: 'empty_dir' as const, medium: 'memory' as const, sizeBytes: 64 * 1024 * 1024 },
    { name: 'keys', type: 'secret' as const, from: 'keys', optional: false, mode: '0440' },
  ],
};

/** One of each kind with every field set. */
export const objectSamples: { [C in ObjectCollection]: ObjectIn<C> } = {
  postgresClusters: {
    name: 'orders',
    type: 'standard',
    instances: 3,
    ...storedPresets.small,
    storageClass: 'fast',
    database: { name: 'app', owner: 'app' },
    users: [
      { username: 'app', roles: ['login', 'createdb'], credentialNamespaces: ['battery-traditional', 'battery-ai'], passwordVersion: 1 },
      { username: 'reader', roles: ['login'], credentialNamespaces: [], passwordVersion: 2 },
    ],
    documentdb: true,
    backups: { enabled: true, hour: 3, retentionDays: 14 },
    restoreFrom: 'pg-orders-20260101',
  },
  redisInstances: {
    name: 'cache',
    mode: 'replication',
    instances: 3,
    ...redisPresets.small,
    storageBytes: 1024 ** 3,
    storageClass: 'fast',
    passwordVersion: 2,
  },
  ferretServices: { name: 'docs', postgresCluster: 'orders', instances: 2, ...ferretPresets.small },
  notebooks: {
    name: 'lab',
    image: 'quay.io/jupyter/datascience-notebook:2025-10-20',
    ...storedPresets.small,
    storageClass: 'fast',
    nodeType: 'nvidia_a10',
    env: container.env,
  },
  models: {
    name: 'chat',
    model: 'llama3.1:8b',
    instances: 2,
    ...modelPresets.medium,
    gpuCount: 2,
    nodeType: 'nvidia_a100',
    storageClass: 'fast',
  },
  knativeServices: {
    name: 'resize',
    internal: false,
    rolloutSeconds: 60,
    minInstances: 1,
    maxInstances: 20,
    port: 9000,
    ...computePresets.tiny,
    requireSignIn: true,
    realm: 'staff',
    ...containers,
    // Knative takes no volume that nothing mounts, and none at /tmp.
    containers: [{ ...container, mounts: ['scratch', 'keys'].map((volume) => ({ volume, path: `/${volume}`, readOnly: true })) }],
  },
  traditionalServices: {
    name: 'shop',
    kind: 'stateful_set',
    internal: true,
    instances: 2,
    additionalHosts: ['shop.example.com', 'www.shop.example.com'],
    ...computePresets.tiny,
    ...containers,
    ports: [{ name: 'http', number: 8080, protocol: 'http2' }],
    readiness: { path: '/healthz', port: 8080, initialDelaySeconds: 5 },
  },
  ipAddressPools: { name: 'lan', subnet: '192.168.1.200-192.168.1.250' },
};

/** What a form may offer in an installation where there is nothing yet. */
export const noChoices: FormChoices = {
  nodes: [],
  growsNodes: false,
  storageClasses: [],
  backups: [],
  enabled: [],
  projects: [],
  postgresClusters: [],
  replications: [],
};
