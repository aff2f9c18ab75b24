import { setTimeout as sleep } from 'node:timers/promises';
import { pollUntil } from '@home-base/dev/process/poll.ts';
import { type AuditEvent, followAudit } from './audit.ts';
import type { WholeRoad } from './whole-road.ts';

const agentUser = 'system:serviceaccount:home-base:agent';
export const isOfAgent = (event: AuditEvent) => event.user.username === agentUser;
/** ms since 1970 with fractions: the audit log's clock. */
const nowMs = () => performance.timeOrigin + performance.now();

export type Edit = { answeredMs: number; firstPatchMs: number; bytesFetched: number };

let edition = 0;
/** One edit that changes one resource: the addresses of MetalLB's first pool, which are its IPAddressPool. Returns when Home Base has answered. */
export async function edit({ api, installationId }: WholeRoad): Promise<void> {
  edition += 1;
  const pools = `/v1/installations/${installationId}/ip-address-pools`;
  poolId ??= (await api.call<{ items: { id: string }[] }>('GET', pools)).items[0]?.id;
  const subnet = `172.18.${100 + Math.floor(edition / 200)}.${1 + (edition % 200)}-172.18.120.250`;
  await api.call('PATCH', `${pools}/${poolId}`, { subnet });
}
let poolId: string | undefined;

/** From sending the HTTP request to Home Base until the API server received the agent's PATCH of the changed object, by the audit log. */
export async function editToPatch(road: WholeRoad, count: number): Promise<Edit[]> {
  const audit = followAudit(road.plane.auditLogPath);
  const edits: Edit[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      audit.take();
      const before = road.line.bytes().fromHomeBase;
      const sentAt = nowMs();
      await edit(road);
      const answeredMs = nowMs() - sentAt;
      const patch = await pollUntil(
        'the first PATCH',
        () => audit.take().find((event) => isOfAgent(event) && event.verb === 'patch' && event.objectRef?.resource === 'ipaddresspools'),
        {
          timeoutMs: 30_000,
          everyMs: 10,
        },
      );
      // Before the agent's report is answered, which is not part of fetching.
      edits.push({ answeredMs, firstPatchMs: patch.atMs - sentAt, bytesFetched: road.line.bytes().fromHomeBase - before });
      await sleep(400 + Math.random() * 400);
    }
    return edits;
  } finally {
    audit.close();
  }
}

/** From the answer to the write (the room is poked then) until the new snapshot is committed. ms */
export async function editToSnapshot(road: WholeRoad, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    await edit(road);
    const answered = performance.now();
    await pollUntil(
      'the snapshot',
      async () => {
        const { rows } = await road.database.query('select published_rev >= desired_rev as published from installations where id = $1', [
          road.ids.installation,
        ]);
        return rows[0]?.published ? true : undefined;
      },
      { timeoutMs: 30_000, everyMs: 2 },
    );
    times.push(performance.now() - answered);
    await sleep(400 + Math.random() * 400);
  }
  return times;
}
