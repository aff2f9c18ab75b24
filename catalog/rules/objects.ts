import { type ObjectCollection, type ObjectIn, objectKinds } from '../objects/object-kinds.ts';
import { findBattery } from '../registry.ts';
import { hasBattery, type Owned, type Summary } from '../summary.ts';
import { checkModel, checkNotebook } from './ai.ts';
import { checkFerretService } from './ferret.ts';
import type { Issue } from './issue.ts';
import { checkIpAddressPool } from './pools.ts';
import { checkPostgresCluster, checkPostgresRemoval } from './postgres.ts';
import { checkRedisInstance, checkRedisRemoval } from './redis.ts';
import { seededIssues } from './seeds.ts';
import { checkKnativeService, checkTraditionalService } from './services.ts';

/** Rules of a kind that need the rest of the installation; those of single fields are in its schema. */
type Rules<T> = {
  /** May it be created (`before` absent) or replace `before`? */
  check: (summary: Summary, next: T, before?: Owned<T>) => Issue[];
  checkRemoval?: (summary: Summary, object: Owned<T>) => Issue[];
};

const rules: { [C in ObjectCollection]: Rules<ObjectIn<C>> } = {
  postgresClusters: { check: checkPostgresCluster, checkRemoval: checkPostgresRemoval },
  redisInstances: { check: checkRedisInstance, checkRemoval: checkRedisRemoval },
  ferretServices: { check: checkFerretService },
  notebooks: { check: checkNotebook },
  models: { check: checkModel },
  knativeServices: { check: checkKnativeService },
  traditionalServices: { check: checkTraditionalService },
  ipAddressPools: { check: checkIpAddressPool },
};

/** May this object be created (`before` absent) or replace `before`? */
export function checkObject<C extends ObjectCollection>(
  summary: Summary,
  collection: C,
  next: ObjectIn<C>,
  before?: Owned<ObjectIn<C>>,
): Issue[] {
  return [
    ...batteryIssues(summary, objectKinds[collection].battery),
    ...rules[collection].check(summary, next, before),
    ...seededIssues(summary, collection, next),
  ];
}

/** May this object be deleted? Not while others need it. */
export function checkObjectRemoval<C extends ObjectCollection>(summary: Summary, collection: C, object: Owned<ObjectIn<C>>): Issue[] {
  return rules[collection].checkRemoval?.(summary, object) ?? [];
}

function batteryIssues(summary: Summary, type: string): Issue[] {
  return hasBattery(summary, type)
    ? []
    : [{ path: '', message: `the battery ${findBattery(type)?.name ?? type} is not enabled: enable it first` }];
}
