import { agents } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';
import { callRoom } from '../live/room-call.ts';
import { Refusal } from '../refusal.ts';

type Input = { installationId: Id<'installation'>; agentId: Id<'agent'> };

/**
 * Ends an agent's key at once: the room, which every request of an agent passes, refuses it from then on and closes its connection. The room is
 * told before the row is written: if the second step fails, the key is off rather than on, and doing it again completes it.
 */
export async function revokeAgent(ctx: Ctx, { installationId, agentId }: Input): Promise<void> {
  await withOrg(ctx, 'enrolment-tokens:write', (tx) => requireAgent(tx, { installationId, agentId }));
  await callRoom(ctx, installationId, '/revoke', { method: 'POST', body: JSON.stringify({ agentId }) });
  await withOrg(ctx, 'enrolment-tokens:write', async (tx) => {
    const before = await requireAgent(tx, { installationId, agentId });
    if (before.revokedAt) return;
    const revokedAt = ctx.now();
    await tx
      .update(agents)
      .set({ revokedAt })
      .where(and(eq(agents.orgId, tx.orgId), eq(agents.id, agentId)));
    await record(tx, ctx, {
      action: 'agent.revoke',
      targetId: agentId,
      installationId,
      before: { revokedAt: null },
      after: { revokedAt: revokedAt.toISOString() },
    });
  });
}

async function requireAgent(tx: OrgTx, { installationId, agentId }: Input): Promise<{ revokedAt: Date | null }> {
  await requireInstallation(tx, installationId);
  const [agent] = await tx
    .select({ revokedAt: agents.revokedAt })
    .from(agents)
    .where(and(eq(agents.orgId, tx.orgId), eq(agents.installationId, installationId), eq(agents.id, agentId)));
  if (!agent) throw new Refusal('not_found', `Installation ${installationId} has no agent ${agentId}.`);
  return agent;
}
