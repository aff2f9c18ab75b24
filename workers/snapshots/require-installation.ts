import { installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import type { InstallationRow } from '../publish/read-summary.ts';
import { Refusal } from '../refusal.ts';

/** The installation, or `not_found`: another org's looks the same as none. */
export async function requireInstallation(tx: OrgTx, installationId: Id<'installation'>): Promise<InstallationRow> {
  const [row] = await tx
    .select()
    .from(installations)
    .where(and(eq(installations.orgId, tx.orgId), eq(installations.id, installationId)));
  if (!row) throw new Refusal('not_found', `There is no installation ${installationId}.`);
  return row;
}
