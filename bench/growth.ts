import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { RedisInstance, redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import { agentMetric } from '@home-base/dev/local-agent.ts';
import { pollUntil } from '@home-base/dev/process/poll.ts';
import { followAudit } from './audit.ts';
import { edit, isOfAgent } from './edits.ts';
import { memoryOf } from './engine-process.ts';
import { countResources, untilApplied, type WholeRoad } from './whole-road.ts';

export type Grown = { objects: number; publishMs: number; appliedMs: number; rssBytes: number; peakBytes: number };

/** Adds Redis instances until the installation has about `objects` resources, and waits until the agent has applied them. Rows go straight into the table. */
export async function growTo(road: WholeRoad, objects: number): Promise<Grown> {
  const { database, ids } = road;
  const have = await countResources(road);
  const more = Math.max(0, Math.ceil((objects - have) / (await resourcesOfInstance(road))));
  const spec = RedisInstance.parse({ name: 'template', ...redisPresets.tiny });
  const began = performance.now();
  await database.query('begin');
  await database.query(
    `insert into redis_instances (org_id, installation_id, name, spec)
     select $1, $2, 'bench-' || $3 || '-' || n, $4::jsonb || jsonb_build_object('name', 'bench-' || $3 || '-' || n) from generate_series(1, $5) n`,
    [ids.org, ids.installation, objects, JSON.stringify(spec), more],
  );
  await database.query('update installations set desired_rev = desired_rev + 1 where id = $1', [ids.installation]);
  await database.query('commit');
  // Any write through the door pokes the room.
  await edit(road);
  await pollUntil(
    'the grown snapshot',
    async () =>
      (await database.query('select published_rev >= desired_rev as done from installations where id = $1', [ids.installation])).rows[0]
        .done
        ? true
        : undefined,
    { timeoutMs: 120_000, everyMs: 50 },
  );
  const publishMs = performance.now() - began;
  await untilApplied(road, 300_000);
  const appliedMs = performance.now() - began;
  await untilQuiet(road);
  const { rss, peak } = memoryOf(road.agent.child.pid);
  const total = await countResources(road);
  return { objects: total, publishMs, appliedMs, rssBytes: rss, peakBytes: peak };
}

/** How many resources one Redis instance is: its custom resource and recipe, and what mesh and monitoring add where they are enabled. */
async function resourcesOfInstance({ database, ids }: WholeRoad): Promise<number> {
  const { rows } = await database.query<{ each: number | null }>(
    "select count(*)::float / nullif(count(distinct owner), 0) as each from resource_statuses where installation_id = $1 and battery = 'redis' and owner not like 'batt\\_%'",
    [ids.installation],
  );
  return rows[0]?.each ?? 1;
}

/** The agent asks the API server for nothing and uses less than a twentieth of a core for ten seconds, so that it has given back what it only needed for work; at most two minutes. */
async function untilQuiet(road: WholeRoad): Promise<void> {
  const everyMs = 500;
  let quietMs = 0;
  let last = { requests: -1, cpuMs: 0 };
  for (let waitedMs = 0; quietMs < 10_000 && waitedMs < 120_000; waitedMs += everyMs) {
    const now = { requests: await agentMetric(road.agent, 'kube_requests_total'), cpuMs: cpuMsOf(road.agent.child.pid) };
    quietMs = now.requests === last.requests && now.cpuMs - last.cpuMs < everyMs / 20 ? quietMs + everyMs : 0;
    last = now;
    await sleep(everyMs);
  }
}

export type Idle = {
  seconds: number;
  /** All but those for facts. */
  apiRequests: number;
  /** What the agent reads every two minutes to know the cluster (agent/edge/report.ts): nodes, storage classes, a count of pods, issuers, backups. */
  factRequests: number;
  cpuMs: number;
  bytesToHomeBase: number;
  bytesFromHomeBase: number;
  exchanges: number;
};

const factKinds = new Set(['nodes', 'storageclasses', 'pods', 'clusterissuers', 'backups']);

/** What the whole agent costs while nothing changes: at the API server, in CPU, on the line. */
export async function idle(road: WholeRoad, seconds: number): Promise<Idle> {
  const audit = followAudit(road.plane.auditLogPath);
  const bytes = road.line.bytes();
  const cpu = cpuMsOf(road.agent.child.pid);
  const exchanges = await agentMetric(road.agent, 'edge_requests_total');
  await sleep(seconds * 1000);
  const requests = audit.take().filter(isOfAgent);
  audit.close();
  const factRequests = requests.filter(({ verb, objectRef }) => verb === 'list' && factKinds.has(objectRef?.resource ?? '')).length;
  const after = road.line.bytes();
  return {
    seconds,
    apiRequests: requests.length - factRequests,
    factRequests,
    cpuMs: cpuMsOf(road.agent.child.pid) - cpu,
    bytesToHomeBase: after.toHomeBase - bytes.toHomeBase,
    bytesFromHomeBase: after.fromHomeBase - bytes.fromHomeBase,
    exchanges: (await agentMetric(road.agent, 'edge_requests_total')) - exchanges,
  };
}

/** User and system time of a process, ms; /proc counts in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
