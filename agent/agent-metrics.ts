import { healthStates, resourceStates } from '@home-base/schema/wire/agent.ts';
import type { Engine } from './contract.ts';
import type { ConvergeLoop } from './converge-loop.ts';
import type { Connection } from './edge/connect.ts';
import type { Follower } from './edge/follow.ts';
import type { RefusalRecord } from './edge/refusal.ts';
import type { Reporter } from './edge/report.ts';
import type { Requester } from './edge/request.ts';
import type { Kube } from './kube/kube.ts';
import type { Metrics } from './metrics.ts';

export type Measured = {
  loop: ConvergeLoop;
  follower: Follower;
  connection: Connection;
  reporter: Reporter;
  refusals: RefusalRecord;
  engine: Engine;
  kube: Pick<Kube, 'stats'>;
  requester: Requester;
  startedAt: Date;
};

/** What an operator watches: does it follow, is it behind, what is red, what does it cost. */
export function registerMetrics(
  metrics: Metrics,
  { loop, follower, connection, reporter, refusals, engine, kube, requester, startedAt }: Measured,
): void {
  const gauge = (name: string, help: string, read: () => number) => metrics.add({ name, help, type: 'gauge', read });
  const counter = (name: string, help: string, read: () => number) => metrics.add({ name, help, type: 'counter', read });
  gauge('version', 'Snapshot version that is followed; 0 before the first.', () => loop.progress().version ?? 0);
  gauge('applied_version', 'Snapshot version of which every resource was accepted last.', () => loop.progress().applied?.version ?? 0);
  gauge('connected', '1 while the connection to Home Base is open.', () => (connection.isOpen() ? 1 : 0));
  gauge('revoked', '1 while Home Base does not accept the key of this agent.', () => (follower.status().isRevoked ? 1 : 0));
  gauge('last_verified_seconds', 'Time of the last exchange with Home Base that verified, seconds since 1970.', () =>
    Math.floor(follower.status().lastSuccessAt / 1000),
  );
  counter('exchanges_total', 'Bundles asked for.', () => follower.status().exchanges);
  counter('exchange_failures_total', 'Bundles that could not be had or were refused.', () => follower.status().failures);
  gauge('refusals_unreported', 'Refusals that Home Base has not been told of yet.', () => refusals.size());
  counter('reports_sent_total', 'Reports that Home Base accepted.', () => reporter.stats().sent);
  counter('reports_failed_total', 'Reports that failed and are sent again.', () => reporter.stats().failed);
  counter('edge_requests_total', 'Requests to Home Base.', () => requester.stats().requests);
  counter('edge_sent_bytes_total', 'Bytes of bodies sent to Home Base.', () => requester.stats().bytesSent);
  counter(
    'edge_received_bytes_total',
    'Bytes of bodies received from Home Base, after decompression.',
    () => requester.stats().bytesReceived,
  );
  counter('kube_requests_total', 'Requests to the API server.', () => kube.stats().requests);
  counter('kube_throttled_total', 'Requests that the API server asked to send later.', () => kube.stats().throttled);
  gauge('round_seconds', 'Length of the last round.', () => {
    const last = loop.last();
    return last ? (last.finishedAt.getTime() - last.startedAt.getTime()) / 1000 : 0;
  });
  metrics.add({ name: 'resources', help: 'Resources by state.', type: 'gauge', read: () => count(resourceStates, 'state', engine) });
  metrics.add({ name: 'resources_health', help: 'Resources by health.', type: 'gauge', read: () => count(healthStates, 'health', engine) });
  gauge('resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  gauge('start_time_seconds', 'Start of the process, seconds since 1970.', () => Math.floor(startedAt.getTime() / 1000));
}

function count(values: readonly string[], field: 'state' | 'health', engine: Engine): { labels: Record<string, string>; value: number }[] {
  const counts = new Map(values.map((value) => [value, 0]));
  for (const resource of engine.status().values()) counts.set(resource[field], (counts.get(resource[field]) ?? 0) + 1);
  return [...counts].map(([value, number]) => ({ labels: { [field]: value }, value: number }));
}
