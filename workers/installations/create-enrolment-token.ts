import { randomBytes } from 'node:crypto';
import { enrolmentTokens, tufRoots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { EnrolmentToken } from '@home-base/schema/wire/installations.ts';
import { desc } from 'drizzle-orm';
import { oneLiner } from '../agents/one-liner.ts';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { Refusal } from '../refusal.ts';

import { requireChangeable } from './require.ts';

/** DESIGN.md 4.2: at most one hour. */
const lifetimeMs = 3_600_000;

/** A single-use token for one agent: 256 bits, kept as a hash, shown once together with the line that uses it. */
export async function createEnrolmentToken(ctx: Ctx, { installationId }: { installationId: Id<'installation'> }): Promise<EnrolmentToken> {
  const token = randomBytes(32).toString('base64url');
  return withOrg(ctx, 'enrolment-tokens:write', async (tx) => {
    const installation = await requireChangeable(tx, installationId);
    const [root] = await tx.select({ sha256: tufRoots.sha256 }).from(tufRoots).orderBy(desc(tufRoots.version)).limit(1);
    if (!root) throw new Refusal('unavailable', 'This Home Base has no trusted root yet: its operator must run the key ceremony first.');
    const expiresAt = new Date(ctx.now().getTime() + lifetimeMs);
    const [row] = await tx
      .insert(enrolmentTokens)
      .values({ orgId: tx.orgId, installationId, hash: sha256Hex(token), expiresAt })
      .returning({ id: enrolmentTokens.id });
    if (!row) throw new Error('the enrolment token was not stored');
    await record(tx, ctx, {
      action: 'enrolment_token.create',
      targetId: row.id,
      installationId,
      after: { installation: installation.name, expiresAt: expiresAt.toISOString() },
    });
    const command = oneLiner(ctx.env.PUBLIC_URL, token, root.sha256);
    return { id: row.id, installationId, token, expiresAt: expiresAt.toISOString(), rootSha256: root.sha256, command };
  });
}
