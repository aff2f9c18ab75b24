import type { Usage } from './define.ts';
import { type PostgresCluster, userInName } from './objects/postgres-cluster.ts';
import type { RedisInstance } from './objects/redis-instance.ts';
import type { TraditionalService } from './objects/traditional-service.ts';
import { batteryTypes, findBattery, neededBy, needsOf } from './registry.ts';
import { hasBattery, type Owned, type Summary, storedConfig } from './summary.ts';

/** What is wrong with an input: `path` names the field (dots), `message` says what to do. Empty list: nothing is wrong. */
export type Issue = { path: string; message: string };

/** May this battery be enabled with this config? `config` is what the user stores: only the fields that differ from the defaults. */
export function checkEnable(summary: Summary, type: string, config: Record<string, unknown>): Issue[] {
  const battery = findBattery(type);
  if (!battery) return [unknownBattery(type)];
  if (hasBattery(summary, type)) return [{ path: 'type', message: `${battery.name} is already enabled: change its configuration instead` }];
  return [
    ...usageIssues(summary.installation.usage, type),
    ...needIssues(enabledTypes(summary), type),
    ...configIssues(type, config),
    ...namespaceIssues(summary, type, config),
  ];
}

/** May the stored config of an enabled battery become `config`? Read-only fields keep their value. */
export function checkConfig(summary: Summary, type: string, config: Record<string, unknown>): Issue[] {
  const battery = findBattery(type);
  if (!battery) return [unknownBattery(type)];
  if (!hasBattery(summary, type)) return [{ path: 'type', message: `${battery.name} is not enabled: enable it first` }];
  const issues = [...configIssues(type, config), ...namespaceIssues(summary, type, config)];
  if (issues.length > 0) return issues;
  const before: Record<string, unknown> = battery.config.parse(storedConfig(summary, type));
  const after: Record<string, unknown> = battery.config.parse(config);
  return battery.readOnly
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ path: field, message: `cannot change after ${battery.name} is enabled: keep ${JSON.stringify(before[field])}` }));
}

/** May this battery be disabled? Not while another needs it, while objects live in it, or when it is not uninstallable. */
export function checkDisable(summary: Summary, type: string): Issue[] {
  const battery = findBattery(type);
  if (!battery) return [unknownBattery(type)];
  if (!hasBattery(summary, type)) return [{ path: 'type', message: `${battery.name} is not enabled` }];
  if (!battery.uninstallable)
    return [{ path: 'type', message: `${battery.name} cannot be disabled once it is enabled: others build on it or it holds data` }];
  const issues: Issue[] = neededBy(type, enabledTypes(summary)).map((other) => ({
    path: 'type',
    message: `${findBattery(other)?.name} needs ${battery.name}: disable ${findBattery(other)?.name} first`,
  }));
  const objects = objectsOf(summary, type);
  if (objects.length > 0)
    issues.push({
      path: 'type',
      message: `${battery.name} still has ${objects.join(', ')}: delete ${objects.length === 1 ? 'it' : 'them'} first`,
    });
  return issues;
}

/** May this cluster be created (`before` absent) or replace `before`? Field rules are in the schema; these need the rest of the installation. */
export function checkPostgresCluster(summary: Summary, next: PostgresCluster, before?: Owned<PostgresCluster>): Issue[] {
  const issues = batteryIssues(summary, 'cloudnative_pg');
  const others = summary.postgresClusters.filter((cluster) => cluster.id !== before?.id);
  if (others.some((cluster) => cluster.name === next.name && cluster.type === next.type))
    issues.push(taken('a Postgres cluster', next.name));
  // Credentials of `pg-{cluster}.{user}` go to other namespaces too, where equal names of the two types would meet.
  else if (others.some((cluster) => cluster.name === next.name))
    issues.push({
      path: 'name',
      message: `the ${next.type === 'internal' ? 'standard' : 'internal'} Postgres cluster "${next.name}" makes Secrets of the same names: choose another name`,
    });
  next.users.forEach(({ username }, index) => {
    const twin = next.users.findIndex((other) => userInName(other.username) === userInName(username));
    if (twin !== index)
      issues.push({
        path: `users.${index}.username`,
        message: `"${username}" and "${next.users[twin]?.username}" would share one Secret, as Kubernetes names have no underscore: choose another name`,
      });
  });
  if (!before) return issues;
  if (next.name !== before.name) issues.push(fixed('name', before.name));
  if (next.type !== before.type) issues.push(fixed('type', before.type));
  if (next.database.name !== before.database.name)
    issues.push({ path: 'database.name', message: `is set when the cluster is made: keep "${before.database.name}"` });
  if (next.database.owner !== before.database.owner)
    issues.push({ path: 'database.owner', message: `is set when the cluster is made: keep "${before.database.owner}"` });
  return [...issues, ...storageIssues(next, before)];
}

/** May this Redis be created (`before` absent) or replace `before`? */
export function checkRedisInstance(summary: Summary, next: RedisInstance, before?: Owned<RedisInstance>): Issue[] {
  const issues = batteryIssues(summary, 'redis');
  const others = summary.redisInstances.filter((redis) => redis.id !== before?.id);
  if (others.some((redis) => redis.name === next.name)) issues.push(taken('a Redis instance', next.name));
  for (const other of others) {
    const clash = redisServices(next).find((service) => redisServices(other).includes(service));
    if (clash && other.name !== next.name)
      issues.push({ path: 'name', message: `the Redis instance "${other.name}" also makes the Service "${clash}": choose another name` });
  }
  if (next.mode === 'sentinel') issues.push(...sentinelIssues(others, next));
  if (!before) return issues;
  if (next.name !== before.name) issues.push(fixed('name', before.name));
  if (next.mode !== before.mode) issues.push(fixed('mode', before.mode));
  if (next.replicationOf !== before.replicationOf) issues.push(fixed('replicationOf', before.replicationOf ?? ''));
  return [...issues, ...storageIssues(next, before)];
}

/** May this Redis be deleted? Not while sentinels watch it. */
export function checkRedisRemoval(summary: Summary, redis: Owned<RedisInstance>): Issue[] {
  return summary.redisInstances
    .filter((other) => other.mode === 'sentinel' && other.replicationOf === redis.name)
    .map((other) => ({ path: 'name', message: `the sentinels "${other.name}" watch it: delete them first` }));
}

/** May this service be created (`before` absent) or replace `before`? */
export function checkTraditionalService(summary: Summary, next: TraditionalService, before?: Owned<TraditionalService>): Issue[] {
  const issues = batteryIssues(summary, 'traditional_services');
  const others = summary.traditionalServices.filter((service) => service.id !== before?.id);
  if (others.some((service) => service.name === next.name)) issues.push(taken('a service', next.name));
  if (next.name === 'default-deny')
    issues.push({ path: 'name', message: "this name is taken by the namespace's own network policy: choose another name" });
  for (const other of others) {
    const clash = serviceNames(next).find((name) => serviceNames(other).includes(name));
    if (clash && other.name !== next.name)
      issues.push({ path: 'name', message: `the service "${other.name}" also makes the Service "${clash}": choose another name` });
  }
  next.additionalHosts.forEach((host, index) => {
    const owner = others.find((service) => service.additionalHosts.includes(host));
    if (owner)
      issues.push({
        path: `additionalHosts.${index}`,
        message: `the service "${owner.name}" already answers for ${host}: take it away there or choose another`,
      });
  });
  if (before && next.name !== before.name) issues.push(fixed('name', before.name));
  if (before && next.kind !== before.kind) issues.push(fixed('kind', before.kind));
  return issues;
}

/** Every rule over the whole summary: for an import, a rollback or a test. Paths begin with the list and index, as in `redisInstances.0.name`. */
export function checkSummary(summary: Summary): Issue[] {
  const enabled = enabledTypes(summary);
  const issues: Issue[] = [];
  summary.batteries.forEach(({ type, config }, index) => {
    const found = findBattery(type)
      ? [
          ...usageIssues(summary.installation.usage, type),
          ...needIssues(enabled, type),
          ...configIssues(type, config),
          ...namespaceIssues(summary, type, config),
        ]
      : [unknownBattery(type)];
    if (enabled.indexOf(type) !== index) found.push({ path: 'type', message: `${type} is listed twice` });
    issues.push(...below(`batteries.${index}`, found));
  });
  // A rule for creation, asked of each object against the others: `without` takes the object itself away first.
  summary.postgresClusters.forEach((cluster, index) => {
    issues.push(...below(`postgresClusters.${index}`, checkPostgresCluster(without(summary, 'postgresClusters', cluster.id), cluster)));
  });
  summary.redisInstances.forEach((redis, index) => {
    issues.push(...below(`redisInstances.${index}`, checkRedisInstance(without(summary, 'redisInstances', redis.id), redis)));
  });
  summary.traditionalServices.forEach((service, index) => {
    issues.push(
      ...below(`traditionalServices.${index}`, checkTraditionalService(without(summary, 'traditionalServices', service.id), service)),
    );
  });
  return issues;
}

function without<L extends 'postgresClusters' | 'redisInstances' | 'traditionalServices'>(summary: Summary, list: L, id: string): Summary {
  return { ...summary, [list]: summary[list].filter((object) => object.id !== id) };
}

function below(prefix: string, issues: Issue[]): Issue[] {
  return issues.map(({ path, message }) => ({ path: `${prefix}.${path}`, message }));
}

function enabledTypes(summary: Summary): string[] {
  return summary.batteries.map((battery) => battery.type);
}

function unknownBattery(type: string): Issue {
  return { path: 'type', message: `there is no battery "${type}": choose one of ${batteryTypes.join(', ')}` };
}

function usageIssues(usage: Usage, type: string): Issue[] {
  const battery = findBattery(type);
  if (!battery || battery.usages.includes(usage)) return [];
  return [{ path: 'type', message: `${battery.name} is not offered for the usage ${usage}: it is for ${battery.usages.join(', ')}` }];
}

function needIssues(enabled: readonly string[], type: string): Issue[] {
  const missing = needsOf(type).filter((need) => !enabled.includes(need));
  if (missing.length === 0) return [];
  const names = missing.map((need) => findBattery(need)?.name ?? need).join(', ');
  return [{ path: 'type', message: `${findBattery(type)?.name} needs ${names}: enable ${missing.length === 1 ? 'it' : 'them'} first` }];
}

/** Wrong values by the battery's schema, and fields that it does not have. */
function configIssues(type: string, config: Record<string, unknown>): Issue[] {
  const battery = findBattery(type);
  if (!battery) return [];
  const known = Object.keys(battery.config.shape);
  const unknown = Object.keys(config)
    .filter((field) => !known.includes(field))
    .map((field) => ({
      path: field,
      message: `${battery.name} has no such field${known.length > 0 ? `: it has ${known.join(', ')}` : ''}`,
    }));
  const parsed = battery.config.safeParse(config);
  return parsed.success
    ? unknown
    : [...unknown, ...parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))];
}

/** Every namespace belongs to one field of one battery: users' workloads can read the Secrets beside them. */
function namespaceIssues(summary: Summary, type: string, config: Record<string, unknown>): Issue[] {
  const others = summary.batteries.filter((battery) => battery.type !== type);
  const claimed = new Map(
    others.flatMap((other) =>
      namespaceFields(other.type, other.config).map(({ name }) => [name, findBattery(other.type)?.name ?? other.type]),
    ),
  );
  return namespaceFields(type, config).flatMap(({ field, name }) => {
    const owner = claimed.get(name);
    claimed.set(name, owner ?? findBattery(type)?.name ?? type);
    return owner ? [{ path: field, message: `the namespace "${name}" belongs to ${owner}: choose another` }] : [];
  });
}

/** None when the config does not fit its schema: that is an issue of its own. */
function namespaceFields(type: string, config: Record<string, unknown>): { field: string; name: string }[] {
  const values: Record<string, unknown> = findBattery(type)?.config.safeParse(config).data ?? {};
  return Object.entries(values).flatMap(([field, name]) =>
    /namespace$/i.test(field) && typeof name === 'string' ? [{ field, name }] : [],
  );
}

function batteryIssues(summary: Summary, type: string): Issue[] {
  return hasBattery(summary, type)
    ? []
    : [{ path: '', message: `the battery ${findBattery(type)?.name ?? type} is not enabled: enable it first` }];
}

function objectsOf(summary: Summary, type: string): string[] {
  const quoted = (kind: string, objects: { name: string }[]) => objects.map((object) => `the ${kind} "${object.name}"`);
  switch (type) {
    case 'cloudnative_pg':
      return quoted('Postgres cluster', summary.postgresClusters);
    case 'redis':
      return quoted('Redis instance', summary.redisInstances);
    case 'traditional_services':
      return quoted('service', summary.traditionalServices);
    default:
      return [];
  }
}

/** The OT operator's Services of an instance; two instances may not share one. */
function redisServices({ name, mode }: { name: string; mode: RedisInstance['mode'] }): string[] {
  const base = `redis-${name}`;
  const suffixes = {
    standalone: [''],
    replication: ['', '-master', '-replica'],
    sentinel: ['-sentinel'],
    cluster: ['', '-master', '-leader', '-follower'],
  }[mode];
  return suffixes.flatMap((suffix) => [`${base}${suffix}`, `${base}${suffix}-headless`, `${base}${suffix}-additional`]);
}

function serviceNames({ name, kind }: TraditionalService): string[] {
  return kind === 'stateful_set' ? [name, `${name}-headless`] : [name];
}

function sentinelIssues(others: Owned<RedisInstance>[], next: RedisInstance): Issue[] {
  const target = others.find((redis) => redis.name === next.replicationOf);
  const replications = others.filter((redis) => redis.mode === 'replication').map((redis) => redis.name);
  const choose = replications.length > 0 ? `choose one of ${replications.join(', ')}` : 'create a replication first';
  if (!target) return [{ path: 'replicationOf', message: `there is no Redis instance "${next.replicationOf}": ${choose}` }];
  if (target.mode !== 'replication')
    return [{ path: 'replicationOf', message: `"${target.name}" is a ${target.mode}, and sentinels watch a replication: ${choose}` }];
  return [];
}

function storageIssues(
  next: { storageBytes?: number | undefined; storageClass?: string | undefined },
  before: { storageBytes?: number | undefined; storageClass?: string | undefined },
): Issue[] {
  const issues: Issue[] = [];
  if ((next.storageBytes === undefined) !== (before.storageBytes === undefined))
    issues.push({
      path: 'storageBytes',
      message: 'storage can neither be added nor taken away later: delete the object and create it anew, or keep it as it is',
    });
  else if (next.storageBytes !== undefined && before.storageBytes !== undefined && next.storageBytes < before.storageBytes)
    issues.push({ path: 'storageBytes', message: `storage only grows: keep at least ${before.storageBytes} bytes` });
  if (next.storageClass !== before.storageClass) issues.push(fixed('storageClass', before.storageClass ?? 'the default class'));
  return issues;
}

function taken(what: string, name: string): Issue {
  return { path: 'name', message: `there is already ${what} "${name}": choose another name` };
}

function fixed(path: string, value: string): Issue {
  return { path, message: `cannot change later: keep "${value}"` };
}
