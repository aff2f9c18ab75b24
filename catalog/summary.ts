import type { Provider, Size, Usage } from './define.ts';
import type { PostgresCluster } from './objects/postgres-cluster.ts';
import type { RedisInstance } from './objects/redis-instance.ts';
import type { TraditionalService } from './objects/traditional-service.ts';

/** All desired state and the facts of one installation: the only input of `materialize`. Plain JSON; stored with each snapshot. */
export type Summary = {
  format: 1;
  catalogVersion: string;
  installation: { id: string; name: string; usage: Usage; provider: Provider; size: Size };
  /** Enabled batteries. `config` is what the user stored; it is parsed with the battery's schema, so a new field gets its default. */
  batteries: { id: string; type: string; config: Record<string, unknown> }[];
  postgresClusters: Owned<PostgresCluster>[];
  redisInstances: Owned<RedisInstance>[];
  traditionalServices: Owned<TraditionalService>[];
  facts: SummaryFacts;
};

export type Owned<T> = T & { id: string };

/** The facts that generators use. When one changes, the desired revision rises and the installation is published anew. */
export type SummaryFacts = {
  /** Addresses of the ingress gateway's load balancer, sorted; empty until known. */
  ingressAddresses: string[];
  /** Name of the default storage class; undefined until known. */
  defaultStorageClass?: string;
};

export const emptyFacts: SummaryFacts = { ingressAddresses: [] };

/** Is the battery enabled? Optional links between batteries go through this, so that each battery shows what it reacts to. */
export function hasBattery(summary: Summary, type: string): boolean {
  return summary.batteries.some((battery) => battery.type === type);
}

/** What the user stored for a battery; empty when it is not enabled, so that defaults apply. */
export function storedConfig(summary: Summary, type: string): Record<string, unknown> {
  return summary.batteries.find((battery) => battery.type === type)?.config ?? {};
}
