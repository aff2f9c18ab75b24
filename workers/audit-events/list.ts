import { auditEvents } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import type { AuditEvent } from '@home-base/schema/wire/orgs.ts';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { cursorId, toPage } from '../db/page.ts';
import { withOrg } from '../db/with-org.ts';

/** What was done in the org, newest first; of one installation where it is named. */
export async function listAuditEvents(
  ctx: Ctx,
  { limit, cursor, installationId }: ListQuery & { installationId?: Id<'installation'> | undefined },
): Promise<List<AuditEvent>> {
  const before = cursorId('auditEvent', cursor);
  return withOrg(ctx, 'audit:read', async (tx) => {
    const rows = await tx
      .select()
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.orgId, tx.orgId),
          installationId && eq(auditEvents.installationId, installationId),
          before && lt(auditEvents.id, before),
        ),
      )
      .orderBy(desc(auditEvents.id))
      .limit(limit + 1);
    return toPage(
      rows.map(({ orgId: _, ...row }) => ({ ...row, at: row.at.toISOString() })),
      limit,
    );
  });
}
