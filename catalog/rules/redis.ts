import type { RedisInstance } from '../objects/redis-instance.ts';
import type { Owned, Summary } from '../summary.ts';
import { fixed, type Issue, taken } from './issue.ts';
import { storageIssues } from './storage.ts';

/** May this Redis be created (`before` absent) or replace `before`? */
export function checkRedisInstance(summary: Summary, next: RedisInstance, before?: Owned<RedisInstance>): Issue[] {
  const issues: Issue[] = [];
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

function sentinelIssues(others: Owned<RedisInstance>[], next: RedisInstance): Issue[] {
  const target = others.find((redis) => redis.name === next.replicationOf);
  const replications = others.filter((redis) => redis.mode === 'replication').map((redis) => redis.name);
  const choose = replications.length > 0 ? `choose one of ${replications.join(', ')}` : 'create a replication first';
  if (!target) return [{ path: 'replicationOf', message: `there is no Redis instance "${next.replicationOf}": ${choose}` }];
  if (target.mode !== 'replication')
    return [{ path: 'replicationOf', message: `"${target.name}" is a ${target.mode}, and sentinels watch a replication: ${choose}` }];
  return [];
}
