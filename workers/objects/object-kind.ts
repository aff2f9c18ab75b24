import { PostgresCluster } from '@home-base/catalog/objects/postgres-cluster.ts';
import { RedisInstance } from '@home-base/catalog/objects/redis-instance.ts';
import { TraditionalService } from '@home-base/catalog/objects/traditional-service.ts';
import { checkPostgresCluster, checkRedisInstance, checkRedisRemoval, checkTraditionalService } from '@home-base/catalog/rules.ts';
import type { Owned, Summary } from '@home-base/catalog/summary.ts';
import { postgresClusters, redisInstances, traditionalServices } from '@home-base/schema/db/tables.ts';
import type { z } from 'zod';
import type { Issue } from '../refusal.ts';

export type ObjectIdKind = 'postgresCluster' | 'redisInstance' | 'traditionalService';
/** The three tables have the same columns; Drizzle's types differ in the table's name and the prefix of the id only. */
export type ObjectTable = typeof redisInstances;

/** What the six operations need to know of a kind of object. */
export type ObjectKind<K extends ObjectIdKind, Spec extends { name: string }> = {
  idKind: K;
  /** As in "There is no … ". */
  noun: string;
  /** First half of audit actions. */
  entity: 'postgres_cluster' | 'redis_instance' | 'traditional_service';
  table: ObjectTable;
  schema: z.ZodType<Spec>;
  /** True: deleting it deletes data, so its name is typed to confirm. */
  holdsData: boolean;
  of: (summary: Summary) => Owned<Spec>[];
  check: (summary: Summary, next: Spec, before?: Owned<Spec>) => Issue[];
  checkRemoval: (summary: Summary, object: Owned<Spec>) => Issue[];
};

export const postgresClusterKind: ObjectKind<'postgresCluster', PostgresCluster> = {
  idKind: 'postgresCluster',
  noun: 'Postgres cluster',
  entity: 'postgres_cluster',
  table: postgresClusters as unknown as ObjectTable,
  schema: PostgresCluster,
  holdsData: true,
  of: (summary) => summary.postgresClusters,
  check: checkPostgresCluster,
  checkRemoval: () => [],
};

export const redisInstanceKind: ObjectKind<'redisInstance', RedisInstance> = {
  idKind: 'redisInstance',
  noun: 'Redis instance',
  entity: 'redis_instance',
  table: redisInstances,
  schema: RedisInstance,
  holdsData: true,
  of: (summary) => summary.redisInstances,
  check: checkRedisInstance,
  checkRemoval: checkRedisRemoval,
};

export const traditionalServiceKind: ObjectKind<'traditionalService', TraditionalService> = {
  idKind: 'traditionalService',
  noun: 'web service',
  entity: 'traditional_service',
  table: traditionalServices as unknown as ObjectTable,
  schema: TraditionalService,
  holdsData: false,
  of: (summary) => summary.traditionalServices,
  check: checkTraditionalService,
  checkRemoval: () => [],
};
