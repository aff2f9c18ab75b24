import { defaultBatteries } from './defaults.ts';
import type { Provider, Size, Usage } from './define.ts';
import { PostgresCluster, postgresPresets } from './objects/postgres-cluster.ts';
import { RedisInstance, redisModes, redisPresets } from './objects/redis-instance.ts';
import { TraditionalService, traditionalPresets } from './objects/traditional-service.ts';
import { type BatteryType, batteryTypes, withNeeds } from './registry.ts';
import { emptyFacts, type Summary } from './summary.ts';
import { catalogVersion } from './version.ts';

export type Sample = {
  usage: Usage;
  provider: Provider;
  size: Size;
  batteries?: readonly BatteryType[];
  config?: Partial<Record<BatteryType, Record<string, unknown>>>;
};

/** An installation that nobody has: what `catalog:render` prints, what the agent's rights are counted from, and what tests walk. */
export function sampleSummary({ usage, provider, size, batteries, config = {} }: Sample): Summary {
  return {
    format: 1,
    catalogVersion,
    installation: { id: 'inst_sample', name: 'sample', usage, provider, size },
    batteries: withNeeds(batteries ?? defaultBatteries(usage, provider)).map((type) => ({
      id: `batt_${type}`,
      type,
      config: config[type] ?? {},
    })),
    postgresClusters: [],
    redisInstances: [],
    traditionalServices: [],
    facts: emptyFacts,
  };
}

/** Every battery, and every variant of every object in one size: the kitchen sink. */
export function kitchenSink(sample: Sample): Summary {
  return { ...sampleSummary({ ...sample, batteries: sample.batteries ?? batteryTypes }), ...sampleObjects(sample.size) };
}

/** Every variant of every object in one size. */
export function sampleObjects(size: Size): Pick<Summary, 'postgresClusters' | 'redisInstances' | 'traditionalServices'> {
  return { postgresClusters: postgresClusters(size), redisInstances: redisInstances(size), traditionalServices: traditionalServices(size) };
}

function postgresClusters(size: Size): Summary['postgresClusters'] {
  const database = { name: 'app', owner: 'app_owner' };
  const users = [
    { username: 'app_owner' },
    { username: 'reports', roles: ['login', 'nocreatedb', 'createrole'], credentialNamespaces: ['battery-traditional', 'battery-data'] },
  ];
  return [
    { id: 'pg_standard', ...PostgresCluster.parse({ name: 'main', ...postgresPresets[size], database, users }) },
    {
      id: 'pg_internal',
      ...PostgresCluster.parse({
        name: 'platform',
        type: 'internal',
        instances: 3,
        storageClass: 'fast',
        ...postgresPresets[size],
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
  const preset = traditionalPresets[size];
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
    initContainers: [{ name: 'init', image: 'busybox:1.37', args: ['true'] }],
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
    readiness: { path: '/healthz', port: 8080, initialDelaySeconds: 3 },
  };
  return [
    { id: 'svc_web', ...TraditionalService.parse({ name: 'web', ...preset, containers: [web], ports: [{ name: 'http', number: 80 }] }) },
    { id: 'svc_worker', ...TraditionalService.parse({ name: 'worker', internal: true, instances: 0, ...preset, containers: [web] }) },
    { id: 'svc_shop', ...TraditionalService.parse({ ...preset, ...full }) },
  ];
}
