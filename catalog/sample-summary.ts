import { defaultBatteries, unfitFor } from './defaults.ts';
import { exampleConfig, type Provider, type Size, type Usage } from './define.ts';
import { computePresets, storedPresets } from './objects/compute-size.ts';
import { FerretService, ferretPresets } from './objects/ferret-service.ts';
import { KnativeService } from './objects/knative-service.ts';
import { Model, modelPresets } from './objects/model.ts';
import { NodeType } from './objects/node-type.ts';
import { Notebook } from './objects/notebook.ts';
import { objectKinds } from './objects/object-kinds.ts';
import { PostgresCluster } from './objects/postgres-cluster.ts';
import { RedisInstance, redisModes, redisPresets } from './objects/redis-instance.ts';
import { TraditionalService } from './objects/traditional-service.ts';
import { type BatteryType, batteryTypes, getBattery, withNeeds } from './registry.ts';
import { withSeeds } from './seeds.ts';
import { allObjects, emptyFacts, mapLists, type ObjectLists, objectsOf, type Summary } from './summary.ts';
import { catalogVersion } from './version.ts';

export type Sample = {
  usage: Usage;
  provider: Provider;
  size: Size;
  batteries?: readonly BatteryType[];
  config?: Partial<Record<BatteryType, Record<string, unknown>>>;
  /** Every battery gets the examples of its config, so that it makes all it can (exampleConfig). `config` wins. */
  full?: boolean;
};

/** An installation that nobody has: what `catalog:render` prints, what the agent's rights are counted from, and what tests walk. */
export function sampleSummary({ usage, provider, size, batteries, config = {}, full = false }: Sample): Summary {
  const types = withNeeds(batteries ?? defaultBatteries(usage, provider));
  const summary: Summary = {
    format: 1,
    catalogVersion,
    installation: { id: 'inst_sample', name: 'sample', usage, provider, size },
    batteries: types.map((type) => ({
      id: `batt_${type}`,
      type,
      config: { ...(full && exampleConfig(getBattery(type))), ...config[type] },
    })),
    projects: [],
    ...mapLists(() => []),
    facts: emptyFacts,
  };
  return withSeeds(summary, types);
}

/** The battery that an object's or a battery's id of a sample belongs to. */
export function batteryOfOwner(summary: Summary, owner: string): string | undefined {
  const found = allObjects(summary).find(({ object }) => object.id === owner);
  return found ? objectKinds[found.collection].battery : summary.batteries.find(({ id }) => id === owner)?.type;
}

/**
 * Every battery that fits the provider, and every variant of every object in one size: the kitchen sink. Facts are as in a cluster that has run
 * for a while, so that what waits for an address, an issuer or a backup is there.
 */
export function kitchenSink(sample: Sample): Summary {
  const summary = sampleSummary({ ...sample, batteries: sample.batteries ?? fitting(sample.provider) });
  return { ...summary, ...merged(sampleObjects(sample.size), summary), facts: settledFacts };
}

function fitting(provider: Provider): readonly BatteryType[] {
  return batteryTypes.filter((type) => !unfitFor[provider].includes(type));
}

export const settledFacts: Summary['facts'] = {
  ingressAddresses: ['10.1.2.3'],
  readyIssuers: ['lets-encrypt', 'self-signed'],
  backups: [{ name: 'pg-main-20261101000000', namespace: 'battery-data', cluster: 'pg-main', id: '20261101T000012' }],
};

function merged(first: ObjectLists, second: ObjectLists): ObjectLists {
  return mapLists((collection) => [...objectsOf(first, collection), ...objectsOf(second, collection)]);
}

/** Every variant of every object in one size. */
export function sampleObjects(size: Size): ObjectLists {
  return {
    postgresClusters: postgresClusters(size),
    redisInstances: redisInstances(size),
    ferretServices: [
      { id: 'ferret_docs', ...FerretService.parse({ name: 'docs', postgresCluster: 'documents', instances: 2, ...ferretPresets[size] }) },
    ],
    notebooks: notebooks(size),
    models: models(size),
    knativeServices: knativeServices(size),
    traditionalServices: traditionalServices(size),
    ipAddressPools: [{ id: 'pool_lan', name: 'lan', subnet: '192.168.5.0/28' }],
  };
}

function notebooks(size: Size): Summary['notebooks'] {
  const env = [
    { name: 'STYLE', source: 'value', value: 'dark' },
    { name: 'DSN', source: 'secret', from: 'cloudnative-pg.pg-main.reports', key: 'dsn', optional: true },
  ];
  return NodeType.options.map((nodeType) => ({
    id: `nb_${nodeType}`,
    ...Notebook.parse({
      name: nodeType.replaceAll('_', '-'),
      nodeType,
      ...storedPresets[size],
      ...(nodeType === 'default' ? { storageClass: 'fast', env } : {}),
    }),
  }));
}

function models(size: Size): Summary['models'] {
  return NodeType.options.map((nodeType) => ({
    id: `model_${nodeType}`,
    ...Model.parse({
      name: nodeType.replaceAll('_', '-'),
      nodeType,
      ...modelPresets[size],
      ...(nodeType === 'default' ? { instances: 2, storageClass: 'fast' } : { gpuCount: 1 }),
    }),
  }));
}

function knativeServices(size: Size): Summary['knativeServices'] {
  const base = { ...computePresets[size], containers: [{ name: 'app', image: 'ghcr.io/knative/helloworld-go:latest' }] };
  return [
    { id: 'ksvc_hello', ...KnativeService.parse({ ...base, name: 'hello' }) },
    {
      id: 'ksvc_inside',
      ...KnativeService.parse({ ...base, name: 'inside', internal: true, minInstances: 1, maxInstances: 3, rolloutSeconds: 0 }),
    },
    {
      id: 'ksvc_guarded',
      ...KnativeService.parse({
        ...base,
        name: 'guarded',
        requireSignIn: true,
        realm: 'customers',
        env: [{ name: 'MODE', source: 'value', value: 'live' }],
        containers: [
          {
            name: 'app',
            image: 'ghcr.io/example/app:1',
            env: [{ name: 'LEVEL', source: 'value', value: 'info' }],
            mounts: [
              { volume: 'settings', path: '/settings' },
              { volume: 'keys', path: '/keys' },
              { volume: 'scratch', path: '/scratch' },
            ],
          },
          { name: 'sidecar', image: 'busybox:1.37', command: ['sleep'], args: ['infinity'] },
        ],
        initContainers: [
          {
            name: 'init',
            image: 'busybox:1.37',
            args: ['true'],
            env: [{ name: 'STEP', source: 'value', value: 'first' }],
            mounts: [
              { volume: 'settings', path: '/settings' },
              { volume: 'scratch', path: '/scratch' },
            ],
          },
        ],
        volumes: [
          { name: 'settings', type: 'config_map', from: 'settings', optional: true, mode: '0440' },
          { name: 'keys', type: 'secret', from: 'keys', optional: true, mode: '0400' },
          { name: 'scratch', type: 'empty_dir', medium: 'memory', sizeBytes: 64 * 1024 ** 2 },
        ],
      }),
    },
  ];
}

function postgresClusters(size: Size): Summary['postgresClusters'] {
  const database = { name: 'app', owner: 'app_owner' };
  const users = [
    { username: 'app_owner' },
    { username: 'reports', roles: ['login', 'nocreatedb', 'createrole'], credentialNamespaces: ['battery-traditional', 'battery-data'] },
  ];
  return [
    { id: 'pg_standard', ...PostgresCluster.parse({ name: 'main', ...storedPresets[size], database, users }) },
    {
      id: 'pg_internal',
      ...PostgresCluster.parse({
        name: 'platform',
        backups: { enabled: true, hour: 3, retentionDays: 14 },
        type: 'internal',
        instances: 3,
        storageClass: 'fast',
        ...storedPresets[size],
        database,
        users,
      }),
    },
    {
      id: 'pg_documents',
      ...PostgresCluster.parse({ name: 'documents', documentdb: true, ...storedPresets[size], database, users: [...users].reverse() }),
    },
    {
      id: 'pg_restored',
      ...PostgresCluster.parse({
        name: 'restored',
        restoreFrom: 'pg-main-20261101000000',
        ...storedPresets[size],
        database,
        users,
      }),
    },
  ];
}

function redisInstances(size: Size): Summary['redisInstances'] {
  const preset = redisPresets[size];
  const instances = { standalone: 1, replication: 3, sentinel: 3, cluster: 3 };
  return redisModes.flatMap((mode) => {
    const base = { name: mode, mode, instances: instances[mode], ...preset, ...(mode === 'sentinel' && { replicationOf: 'replication' }) };
    const memoryOnly = { id: `redis_${mode}`, ...RedisInstance.parse(base) };
    if (mode === 'sentinel') return [memoryOnly];
    return [
      memoryOnly,
      {
        id: `redis_${mode}_stored`,
        ...RedisInstance.parse({ ...base, name: `${mode}-stored`, storageBytes: 1024 ** 3, storageClass: 'fast' }),
      },
    ];
  });
}

function traditionalServices(size: Size): Summary['traditionalServices'] {
  const preset = computePresets[size];
  const web = { name: 'web', image: 'nginx:1.29' };
  const full = {
    name: 'shop',
    kind: 'stateful_set',
    instances: 3,
    additionalHosts: ['shop.example.com'],
    containers: [
      {
        ...web,
        command: ['nginx'],
        args: ['-g', 'daemon off;'],
        env: [
          { name: 'MODE', source: 'value', value: 'live' },
          { name: 'DSN', source: 'secret', from: 'cloudnative-pg.pg-main.reports', key: 'dsn' },
          { name: 'FLAGS', source: 'config_map', from: 'flags', key: 'flags', optional: true },
        ],
        mounts: [
          { volume: 'cache', path: '/cache' },
          { volume: 'memory', path: '/memory' },
          { volume: 'settings', path: '/settings', readOnly: true },
          { volume: 'keys', path: '/keys', readOnly: true },
        ],
      },
    ],
    initContainers: [
      {
        name: 'init',
        image: 'busybox:1.37',
        args: ['true'],
        env: [{ name: 'STEP', source: 'value', value: 'first' }],
        mounts: [{ volume: 'cache', path: '/cache' }],
      },
    ],
    volumes: [
      { name: 'cache', type: 'empty_dir' },
      { name: 'memory', type: 'empty_dir', medium: 'memory', sizeBytes: 64 * 1024 ** 2 },
      { name: 'settings', type: 'config_map', from: 'settings', optional: true },
      { name: 'keys', type: 'secret', from: 'keys', optional: true },
    ],
    ports: [
      { name: 'http', number: 8080 },
      { name: 'grpc', number: 9000, protocol: 'http2' },
      { name: 'raw', number: 9100, protocol: 'tcp' },
    ],
    env: [{ name: 'REGION', source: 'value', value: 'eu' }],
    readiness: { path: '/healthz', port: 8080, initialDelaySeconds: 3 },
  };
  return [
    { id: 'svc_web', ...TraditionalService.parse({ name: 'web', ...preset, containers: [web], ports: [{ name: 'http', number: 80 }] }) },
    { id: 'svc_worker', ...TraditionalService.parse({ name: 'worker', internal: true, instances: 0, ...preset, containers: [web] }) },
    { id: 'svc_shop', ...TraditionalService.parse({ ...preset, ...full }) },
  ];
}
