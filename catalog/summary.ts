import type { ProjectFields } from '@home-base/schema/wire/projects.ts';
import type { Provider, Size, Usage } from './define.ts';
import { type ObjectCollection, type ObjectIn, objectCollections } from './objects/object-kinds.ts';

/** All desired state and the facts of one installation: the only input of `materialize`. Plain JSON; stored with each snapshot. */
export type Summary = {
  format: 1;
  catalogVersion: string;
  installation: { id: string; name: string; usage: Usage; provider: Provider; size: Size };
  /** Enabled batteries. `config` is what the user stored; it is parsed with the battery's schema, so a new field gets its default. */
  batteries: readonly { id: string; type: string; config: Record<string, unknown> }[];
  /** Make no resource; here so that a rollback brings them back. */
  projects: (ProjectFields & { id: string })[];
  facts: SummaryFacts;
} & ObjectLists;

/** What users create, a list a kind, sorted by name. */
export type ObjectLists = { [C in ObjectCollection]: Owned<ObjectIn<C>>[] };

export type Owned<T> = T & { id: string /** The project it belongs to. */; projectId?: string | undefined };

/** The facts that generators use. When one changes, the desired revision rises and the installation is published anew. */
export type SummaryFacts = {
  /** Addresses of the ingress gateway's load balancer, sorted; empty until known. */
  ingressAddresses: string[];
  /** Name of the default storage class; undefined until known. */
  defaultStorageClass?: string;
  /** Names of the ClusterIssuers that are ready, sorted: certificates wait for the issuer that signs them. */
  readyIssuers: string[];
  /** Finished backups of Postgres clusters, by name: what a new cluster can be restored from. */
  backups: {
    name: string;
    namespace: string;
    /** Name of the CNPG Cluster, such as `pg-main`. */
    cluster: string;
    /** What the object store calls it; absent from agents that did not tell. */
    id?: string | undefined;
  }[];
};

export const emptyFacts: SummaryFacts = { ingressAddresses: [], readyIssuers: [], backups: [] };

/** A list a kind. */
export function mapLists(make: <C extends ObjectCollection>(collection: C) => Owned<ObjectIn<C>>[]): ObjectLists {
  return {
    postgresClusters: make('postgresClusters'),
    redisInstances: make('redisInstances'),
    ferretServices: make('ferretServices'),
    notebooks: make('notebooks'),
    models: make('models'),
    knativeServices: make('knativeServices'),
    traditionalServices: make('traditionalServices'),
    ipAddressPools: make('ipAddressPools'),
  };
}

/** The list of one kind, typed by it. */
export function objectsOf<C extends ObjectCollection>(lists: ObjectLists, collection: C): Owned<ObjectIn<C>>[] {
  return lists[collection];
}

/** The object of the kind that has the name. */
export function findNamed<C extends ObjectCollection>(
  lists: ObjectLists,
  collection: C,
  named: { name: string },
): Owned<ObjectIn<C>> | undefined {
  return objectsOf(lists, collection).find(({ name }: { name: string }) => name === named.name);
}

/** Every object of every kind. */
export function allObjects(lists: ObjectLists): { collection: ObjectCollection; object: { id: string; name: string } }[] {
  return objectCollections.flatMap((collection) => lists[collection].map((object) => ({ collection, object })));
}

/** Is the battery enabled? Optional links between batteries go through this, so that each battery shows what it reacts to. */
export function hasBattery(summary: Summary, type: string): boolean {
  return summary.batteries.some((battery) => battery.type === type);
}

/** What the user stored for a battery; empty when it is not enabled, so that defaults apply. */
export function storedConfig(summary: Pick<Summary, 'batteries'>, type: string): Record<string, unknown> {
  return summary.batteries.find((battery) => battery.type === type)?.config ?? {};
}
