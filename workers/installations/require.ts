import { installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import { Refusal } from '../refusal.ts';

export type InstallationRow = typeof installations.$inferSelect;

/** The installation, or `not_found` (also for another org's id). */
export async function requireInstallation(tx: OrgTx, installationId: Id<'installation'>): Promise<InstallationRow> {
  const [row] = await tx.select().from(installations).where(ofOrg(tx, installationId));
  if (!row) throw notFound(installationId);
  return row;
}

/** The same for a write: locks the row, so that rules over the whole installation hold until the commit; refuses while it is being deleted. */
export async function requireChangeable(tx: OrgTx, installationId: Id<'installation'>): Promise<InstallationRow> {
  const [row] = await tx.select().from(installations).where(ofOrg(tx, installationId)).for('update');
  if (!row) throw notFound(installationId);
  if (row.decommission)
    throw new Refusal('conflict', `The installation ${row.name} is being deleted: nothing in it can be changed any more.`);
  return row;
}

const ofOrg = (tx: OrgTx, installationId: Id<'installation'>) =>
  and(eq(installations.orgId, tx.orgId), eq(installations.id, installationId));

function notFound(installationId: string): Refusal {
  return new Refusal('not_found', `There is no installation ${installationId}.`);
}
