import type { Size } from './define.ts';
import type { Namespaces } from './namespaces.ts';
import { computePresets, storedPresets } from './objects/compute-size.ts';
import { ferretPresets } from './objects/ferret-service.ts';
import { modelPresets, type OllamaModel, ollamaModels } from './objects/model.ts';
import { Notebook } from './objects/notebook.ts';
import type { NewObject } from './objects/object-kinds.ts';
import { redisPresets } from './objects/redis-instance.ts';

export const starterTypes = ['web', 'db', 'ai', 'bare'] as const;

/** What a new project begins with. `postgres`, `redis` and the like: whether it has one. */
export type Starter =
  | { type: 'web'; runs: 'traditional' | 'knative'; image: string; port: number; postgres: boolean; redis: boolean }
  | { type: 'db'; ferret: boolean; redis: boolean }
  | { type: 'ai'; notebook: boolean; model?: OllamaModel | undefined; postgres: boolean }
  | { type: 'bare' };

type At = { project: string; size: Size; namespaces: Namespaces };

/** What objects' names add to the project's, so that they are found by it; `longest` counts for the length that a project's name may have. */
const added = { database: '-db', cache: '-cache', documents: '-docs', model: '-model' };
export const longestAddition = Math.max(...Object.values(added).map((each) => each.length));

/** The objects of a new project, named after it, each of the given size, and told how to reach each other. Pure. */
export function starterObjects(starter: Starter, at: At): NewObject[] {
  switch (starter.type) {
    case 'web': {
      const { postgres, redis, runs } = starter;
      const namespace = runs === 'knative' ? at.namespaces.knative : at.namespaces.traditional;
      return [service(starter, at), ...(postgres ? [database(at, [namespace])] : []), ...(redis ? [cache(at)] : [])];
    }
    case 'db':
      return [database(at, [], starter.ferret), ...(starter.ferret ? [documents(at)] : []), ...(starter.redis ? [cache(at)] : [])];
    case 'ai':
      return [
        ...(starter.notebook ? [notebook(starter.postgres, at)] : []),
        ...(starter.model ? [model(starter.model, at)] : []),
        ...(starter.postgres ? [database(at, [at.namespaces.ai])] : []),
      ];
    case 'bare':
      return [];
  }
}

function service({ runs, image, port, postgres, redis }: Starter & { type: 'web' }, at: At): NewObject {
  const shared = {
    name: at.project,
    internal: false,
    ...computePresets[at.size],
    containers: [{ name: 'web', image, command: [], args: [], env: [], mounts: [] }],
    initContainers: [],
    env: [...(postgres ? [databaseUrl(at)] : []), ...(redis ? [cacheHost(at)] : [])],
    volumes: [],
  };
  return runs === 'knative'
    ? {
        collection: 'knativeServices',
        spec: { ...shared, port, rolloutSeconds: 600, minInstances: 0, maxInstances: 10, requireSignIn: false },
      }
    : {
        collection: 'traditionalServices',
        spec: {
          ...shared,
          kind: 'deployment',
          instances: 1,
          additionalHosts: [],
          ports: [{ name: 'http', number: port, protocol: 'http' }],
        },
      };
}

/** `namespaces` get the Secret of its user; `documentdb` is what FerretDB needs of it. */
function database(at: At, namespaces: string[], documentdb = false): NewObject {
  return {
    collection: 'postgresClusters',
    spec: {
      name: at.project + added.database,
      type: 'standard',
      instances: 1,
      ...storedPresets[at.size],
      database: { name: 'app', owner: 'app' },
      users: [{ username: 'app', roles: ['login'], credentialNamespaces: namespaces, passwordVersion: 1 }],
      backups: { enabled: false, hour: 0, retentionDays: 30 },
      documentdb,
    },
  };
}

/** From the Secret that the database's user gets in the namespace of who reads it (batteries/cloudnative_pg/cluster.ts). */
function databaseUrl({ project }: At) {
  const from = `cloudnative-pg.pg-${project}${added.database}.app`;
  return { name: 'DATABASE_URL', source: 'secret' as const, from, key: 'dsn', optional: false };
}

function cache(at: At): NewObject {
  return {
    collection: 'redisInstances',
    spec: { name: at.project + added.cache, mode: 'standalone', instances: 1, ...redisPresets[at.size], passwordVersion: 1 },
  };
}

/** The Service that the operator makes; the password is in a Secret beside it. */
function cacheHost({ project, namespaces }: At) {
  const value = `redis-${project}${added.cache}.${namespaces.data}.svc.cluster.local`;
  return { name: 'REDIS_HOST', source: 'value' as const, value };
}

function documents(at: At): NewObject {
  return {
    collection: 'ferretServices',
    spec: { name: at.project + added.documents, postgresCluster: at.project + added.database, instances: 1, ...ferretPresets[at.size] },
  };
}

function notebook(hasDatabase: boolean, at: At): NewObject {
  return {
    collection: 'notebooks',
    spec: {
      name: at.project,
      image: Notebook.shape.image.parse(undefined),
      ...storedPresets[at.size],
      nodeType: 'default',
      env: hasDatabase ? [databaseUrl(at)] : [],
    },
  };
}

/** Of the size of the others, or of the first that its weights fit into. */
function model(name: OllamaModel, at: At): NewObject {
  const fitting = [modelPresets[at.size], ...Object.values(modelPresets)].find(
    (preset) => preset.memoryLimitBytes >= ollamaModels[name].bytes,
  );
  return {
    collection: 'models',
    spec: {
      name: at.project + added.model,
      model: name,
      instances: 1,
      ...(fitting ?? modelPresets.huge),
      gpuCount: 0,
      nodeType: 'default',
    },
  };
}
