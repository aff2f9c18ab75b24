import { newerRelease } from '@home-base/catalog/releases.ts';
import { agents } from '@home-base/schema/db/tables.ts';
import { Installation } from '@home-base/schema/wire/installations.ts';
import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import type { InstallationRow } from './require.ts';

/** A row without what the contract does not show and may be megabytes. */
type ShownRow = Omit<InstallationRow, 'facts' | 'summaryFacts'>;
type AgentRow = typeof agents.$inferSelect;

/** Rows as the contract shows them, each with the agent that is enrolled now. */
export async function installationsToWire(tx: OrgTx, rows: ShownRow[]): Promise<Installation[]> {
  if (rows.length === 0) return [];
  const enrolled = await tx
    .select()
    .from(agents)
    .where(
      and(
        eq(agents.orgId, tx.orgId),
        inArray(
          agents.installationId,
          rows.map((row) => row.id),
        ),
        isNull(agents.revokedAt),
      ),
    )
    .orderBy(desc(agents.enrolledAt));
  return rows.map((row) =>
    toWire(
      row,
      enrolled.find((agent) => agent.installationId === row.id),
    ),
  );
}

export async function installationToWire(tx: OrgTx, row: ShownRow): Promise<Installation> {
  const [wire] = await installationsToWire(tx, [row]);
  if (!wire) throw new Error(`installation ${row.id} has no wire form`);
  return wire;
}

function toWire(row: ShownRow, agent: AgentRow | undefined): Installation {
  const failed = row.failedRev !== null && row.failedRev > row.publishedRev;
  return Installation.parse({
    ...row,
    deleting: row.decommission,
    availableRelease: newerRelease(row.channel === 'pinned' ? 'stable' : row.channel, row.catalogVersion) ?? null,
    publishFailure: failed
      ? { rev: row.failedRev, reason: row.failedReason ?? '', at: (row.failedAt ?? row.updatedAt).toISOString(), failures: row.failures }
      : null,
    agent: agent
      ? {
          ...agent,
          enrolledAt: agent.enrolledAt.toISOString(),
          lastSeenAt: agent.lastSeenAt?.toISOString() ?? null,
          cloneSuspectedAt: agent.cloneSuspectedAt?.toISOString() ?? null,
        }
      : null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  });
}
