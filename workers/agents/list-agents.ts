import { agents } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { and, desc, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { requireInstallation } from '../installations/require.ts';

/** An agent as people see it. `fingerprint` (of the signing key) is what the agent prints in its log at enrolment. */
export type Agent = Omit<typeof agents.$inferSelect, 'orgId' | 'installationId' | 'signingKey' | 'counter'> & { fingerprint: string };

/** Agents that ever enrolled, newest first. */
export async function listAgents(ctx: Ctx, { installationId }: { installationId: Id<'installation'> }): Promise<Agent[]> {
  return withOrg(ctx, 'installations:read', async (tx) => {
    await requireInstallation(tx, installationId);
    return agentsOf(tx, installationId);
  });
}

export async function agentsOf(tx: OrgTx, installationId: Id<'installation'>): Promise<Agent[]> {
  const rows = await tx
    .select()
    .from(agents)
    .where(and(eq(agents.orgId, tx.orgId), eq(agents.installationId, installationId)))
    .orderBy(desc(agents.id))
    .limit(100);
  return rows.map(({ orgId: _org, installationId: _installation, signingKey, counter: _counter, ...agent }) => ({
    ...agent,
    fingerprint: fingerprintOf(signingKey),
  }));
}

/** First 16 hex digits of the sha256 of the raw key, in groups of four. */
export function fingerprintOf(signingKey: string): string {
  return sha256Hex(Buffer.from(signingKey, 'base64url')).slice(0, 16).match(/.{4}/g)?.join('-') ?? '';
}
