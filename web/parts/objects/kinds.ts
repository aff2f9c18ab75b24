import { ollamaModels } from '@home-base/catalog/objects/model.ts';
import { nodeTypes } from '@home-base/catalog/objects/node-type.ts';
import { type ObjectCollection, type ObjectIn, objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import type { ReactNode } from 'react';
import type { ObjectFormOf } from './checked-form.ts';
import { FerretFields } from './ferret-fields.tsx';
import { ferretForm } from './ferret-form.ts';
import type { FieldsProps } from './fields-props.ts';
import { KnativeFields } from './knative-fields.tsx';
import { knativeForm } from './knative-form.ts';
import { ModelFields } from './model-fields.tsx';
import { modelForm } from './model-form.ts';
import { NotebookFields } from './notebook-fields.tsx';
import { notebookForm } from './notebook-form.ts';
import { objectPlaces } from './places.ts';
import { PoolFields } from './pool-fields.tsx';
import { poolForm } from './pool-form.ts';
import { PostgresFields } from './postgres-fields.tsx';
import { postgresForm } from './postgres-form.ts';
import { RedisFields } from './redis-fields.tsx';
import { redisForm } from './redis-form.ts';
import { ServiceFields } from './service-fields.tsx';
import { serviceForm } from './service-form.ts';
import { sizeWords } from './size-words.ts';

/** How the console shows one kind of object. Methods, so that a row of the table is one of `KindPage` whatever its kind. */
type Drawn<C extends ObjectCollection> = {
  form: ObjectFormOf<ObjectIn<C>>;
  Fields: (props: FieldsProps) => ReactNode;
  /** The column of the list that tells one from another. */
  sizeHead: string;
  size(object: ObjectIn<C>): string;
  /** A word beside the name, where it is not like most. */
  note?(object: ObjectIn<C>): string | undefined;
  /** What is set, for its page; undefined is left out. */
  facts(object: ObjectIn<C>): [string, string | number | undefined][];
  /** What goes and what stays when it is deleted. */
  deleting: string;
};

const drawn: { [C in ObjectCollection]: Drawn<C> } = {
  postgresClusters: {
    form: postgresForm,
    Fields: PostgresFields,
    sizeHead: 'Size',
    size: sizeWords,
    note: (cluster) => (cluster.type === 'internal' ? 'internal' : undefined),
    facts: (cluster) => [
      ['Type', cluster.type],
      ['Storage class', cluster.storageClass ?? 'the default of the cluster'],
      ['Database', `${cluster.database.name}, owned by ${cluster.database.owner}`],
      ['Users', cluster.users.map((user) => `${user.username} (${user.roles.join(', ') || 'no roles'})`).join('; ')],
      ['Backups', cluster.backups.enabled ? `daily at ${cluster.backups.hour}:00 UTC, kept ${cluster.backups.retentionDays} days` : 'none'],
      ['DocumentDB', cluster.documentdb ? 'yes, for FerretDB services' : undefined],
      ['Started from', cluster.restoreFrom && `the backup ${cluster.restoreFrom}`],
    ],
    deleting:
      "The cluster, its databases and its users' Secrets are removed from Kubernetes. A rollback brings back the cluster, but not its data.",
  },
  redisInstances: {
    form: redisForm,
    Fields: RedisFields,
    sizeHead: 'Size',
    size: sizeWords,
    note: (redis) => (redis.mode === 'standalone' ? undefined : redis.mode),
    facts: (redis) => [
      ['Mode', redis.mode],
      ['Watches', redis.replicationOf],
      ['Storage', redis.storageBytes === undefined ? 'in memory only' : (redis.storageClass ?? 'the default class of the cluster')],
      ['Password version', redis.mode === 'sentinel' ? undefined : redis.passwordVersion],
    ],
    deleting:
      'The instances, their data and the Secret with the password are removed from Kubernetes. A rollback brings back the instance, but not its data.',
  },
  ferretServices: {
    form: ferretForm,
    Fields: FerretFields,
    sizeHead: 'Size',
    size: sizeWords,
    facts: (service) => [['Keeps its documents in', `the Postgres cluster ${service.postgresCluster}`]],
    deleting: 'Its instances and its address are removed from Kubernetes. The documents stay in the Postgres cluster.',
  },
  notebooks: {
    form: notebookForm,
    Fields: NotebookFields,
    sizeHead: 'Size',
    size: (notebook) => sizeWords({ ...notebook }),
    note: (notebook) => gpuNote(notebook.nodeType),
    facts: (notebook) => [
      ['Image', notebook.image],
      ['Runs on', nodeTypes[notebook.nodeType].label],
      ['Storage class', notebook.storageClass ?? 'the default of the cluster'],
      ['Environment', notebook.env.map(({ name }) => name).join(', ') || undefined],
    ],
    deleting: 'The notebook and its home folder are removed from Kubernetes. A rollback brings back the notebook, but not what was in it.',
  },
  models: {
    form: modelForm,
    Fields: ModelFields,
    sizeHead: 'Size',
    size: sizeWords,
    note: (model) => ollamaModels[model.model].label,
    facts: (model) => [
      ['Model', `${ollamaModels[model.model].label} (${model.model})`],
      ['Runs on', model.gpuCount > 0 ? `${nodeTypes[model.nodeType].label} × ${model.gpuCount}` : nodeTypes[model.nodeType].label],
      ['Storage class', model.storageClass ?? 'the default of the cluster'],
    ],
    deleting:
      'Its instances and the weights they hold are removed from Kubernetes. A rollback brings it back, and it fetches the weights again.',
  },
  knativeServices: {
    form: knativeForm,
    Fields: KnativeFields,
    sizeHead: 'Size',
    size: (service) => sizeWords({ ...service, instances: `${service.minInstances}–${service.maxInstances}` }),
    note: (service) => (service.internal ? 'internal' : undefined),
    facts: (service) => [
      ['Reachable', service.internal ? 'inside the cluster only' : 'inside the cluster, and from outside once a gateway is enabled'],
      ['Sign-in', service.requireSignIn ? `people of the realm ${service.realm}` : 'not required'],
      ['Containers', service.containers.map((container) => `${container.name} (${container.image})`).join('; ')],
      ['Port', service.port],
      ['Roll-out', service.rolloutSeconds === 0 ? 'at once' : `over ${service.rolloutSeconds} seconds`],
      ['Environment', service.env.map(({ name }) => name).join(', ') || undefined],
    ],
    deleting: 'Its revisions and routes are removed from Kubernetes. What it stored elsewhere stays. A rollback brings it back.',
  },
  traditionalServices: {
    form: serviceForm,
    Fields: ServiceFields,
    sizeHead: 'Size',
    size: sizeWords,
    note: (service) => (service.kind === 'stateful_set' ? 'StatefulSet' : undefined),
    facts: (service) => [
      ['Runs as', service.kind === 'deployment' ? 'Deployment' : 'StatefulSet'],
      ['Reachable', service.internal ? 'inside the cluster only' : 'inside the cluster, and from outside once a gateway is enabled'],
      ['Containers', service.containers.map((container) => `${container.name} (${container.image})`).join('; ')],
      ['Ports', service.ports.map((port) => `${port.name} ${port.number}`).join(', ') || 'none'],
      ['Hosts', service.additionalHosts.join(', ') || undefined],
      ['Environment', service.env.map(({ name }) => name).join(', ') || undefined],
      ['Readiness', service.readiness && `${service.readiness.path} on port ${service.readiness.port}`],
    ],
    deleting: 'Its instances, addresses and routes are removed from Kubernetes. What it stored elsewhere stays. A rollback brings it back.',
  },
  ipAddressPools: {
    form: poolForm,
    Fields: PoolFields,
    sizeHead: 'Addresses',
    size: (pool) => pool.subnet,
    facts: () => [],
    deleting: 'Services that have one of its addresses lose it. A rollback brings the pool back.',
  },
};

function gpuNote(nodeType: keyof typeof nodeTypes): string | undefined {
  return nodeType === 'default' ? undefined : nodeTypes[nodeType].label;
}

export type KindPage = Drawn<ObjectCollection> &
  (typeof objectPlaces)[ObjectCollection] & {
    collection: ObjectCollection;
    noun: string;
    battery: string;
    holdsData: boolean;
    idKind: IdKindOf;
  };
type IdKindOf = (typeof objectKinds)[ObjectCollection]['idKind'];

/** The kind that an address names; undefined when no kind lives there. */
export function findPage(segment: string): KindPage | undefined {
  const collection = objectCollections.find((each) => objectPlaces[each].segment === segment);
  return collection && pageOf(collection);
}

/** The kind that a page's loader found at its address. */
export function pageAt(segment: string): KindPage {
  const kind = findPage(segment);
  if (!kind) throw new Error(`no kind of object lives at "${segment}"`);
  return kind;
}

export function pageOf(collection: ObjectCollection): KindPage {
  const { noun, battery, holdsData, idKind } = objectKinds[collection];
  return { ...objectPlaces[collection], ...drawn[collection], collection, noun, battery, holdsData, idKind };
}
