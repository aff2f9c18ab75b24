import type { z } from 'zod';
import { FerretService } from './ferret-service.ts';
import { IpAddressPool } from './ip-address-pool.ts';
import { KnativeService } from './knative-service.ts';
import { Model } from './model.ts';
import { Notebook } from './notebook.ts';
import { PostgresCluster } from './postgres-cluster.ts';
import { RedisInstance } from './redis-instance.ts';
import { TraditionalService } from './traditional-service.ts';

/**
 * Every kind of object that users create, once. The key is its list in the summary; tables, verbs, routes, pages and tests are made from a row here.
 * `battery`: the type of the battery it lives in. `path`: its segment in the API and the console. `holdsData`: deleting it loses data, so its name is typed.
 */
export const objectKinds = {
  postgresClusters: {
    idKind: 'postgresCluster',
    battery: 'cloudnative_pg',
    noun: 'Postgres cluster',
    path: 'postgres-clusters',
    schema: PostgresCluster,
    holdsData: true,
  },
  redisInstances: {
    idKind: 'redisInstance',
    battery: 'redis',
    noun: 'Redis instance',
    path: 'redis-instances',
    schema: RedisInstance,
    holdsData: true,
  },
  ferretServices: {
    idKind: 'ferretService',
    battery: 'ferretdb',
    noun: 'FerretDB service',
    path: 'ferret-services',
    schema: FerretService,
    holdsData: false,
  },
  notebooks: { idKind: 'notebook', battery: 'notebooks', noun: 'notebook', path: 'notebooks', schema: Notebook, holdsData: true },
  models: { idKind: 'model', battery: 'ollama', noun: 'model', path: 'models', schema: Model, holdsData: false },
  knativeServices: {
    idKind: 'knativeService',
    battery: 'knative',
    noun: 'Knative service',
    path: 'knative-services',
    schema: KnativeService,
    holdsData: false,
  },
  traditionalServices: {
    idKind: 'traditionalService',
    battery: 'traditional_services',
    noun: 'web service',
    path: 'traditional-services',
    schema: TraditionalService,
    holdsData: false,
  },
  ipAddressPools: {
    idKind: 'ipAddressPool',
    battery: 'metallb',
    noun: 'IP address pool',
    path: 'ip-address-pools',
    schema: IpAddressPool,
    holdsData: false,
  },
} as const satisfies Record<string, ObjectKind>;

type ObjectKind = {
  idKind: string;
  battery: string;
  /** As in "There is no …". */
  noun: string;
  path: string;
  schema: z.ZodObject;
  holdsData: boolean;
};

export type ObjectCollection = keyof typeof objectKinds;
export type ObjectIn<C extends ObjectCollection> = z.output<(typeof objectKinds)[C]['schema']>;
export type ObjectIdKind<C extends ObjectCollection = ObjectCollection> = (typeof objectKinds)[C]['idKind'];

export function isObjectCollection(text: string): text is ObjectCollection {
  return Object.hasOwn(objectKinds, text);
}

export const objectCollections: readonly ObjectCollection[] = Object.keys(objectKinds).filter(isObjectCollection);

/** The kind by its segment in the API and the console. */
export function findCollection(path: string): ObjectCollection | undefined {
  return objectCollections.find((collection) => objectKinds[collection].path === path);
}

/** A new object of any kind, or of one. */
export type NewObject<C extends ObjectCollection = ObjectCollection> = { [K in C]: { collection: K; spec: ObjectIn<K> } }[C];

type ParsedObject<C extends ObjectCollection> =
  | { object: NewObject<C>; issues?: undefined }
  | { object?: undefined; issues: { path: string; message: string }[] };

/** What a form, a request or a file gave; it may lack fields that have defaults. */
export function parseObject<C extends ObjectCollection>(collection: C, value: unknown): ParsedObject<C> {
  const parsed = kindOf(collection).schema.safeParse(value);
  if (!parsed.success) return { issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
  const object: NewObject<C> = { collection, spec: parsed.data };
  return { object };
}

/** The row of a kind, typed by its list: TypeScript follows a generic index through a mapped type only. */
export function kindOf<C extends ObjectCollection>(collection: C): TypedKind<C> {
  const kinds: { [K in ObjectCollection]: TypedKind<K> } = objectKinds;
  return kinds[collection];
}

type TypedKind<C extends ObjectCollection> = Omit<ObjectKind, 'idKind' | 'schema'> & {
  idKind: ObjectIdKind<C>;
  schema: z.ZodType<ObjectIn<C>>;
};

/** "a web service", "an IP address pool". */
export function aNoun(collection: ObjectCollection): string {
  const { noun } = objectKinds[collection];
  return `${/^[aeiouI]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
