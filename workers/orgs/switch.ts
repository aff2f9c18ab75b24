import { members } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { and, eq } from 'drizzle-orm';
import { orgCookieFor } from '../accounts/session.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { Refusal } from '../refusal.ts';
import { requireUser } from './require-user.ts';

/** The `Set-Cookie` value that makes the user act in another of their orgs. */
export async function switchOrg(ctx: Ctx, { orgId }: { orgId: Id<'org'> }): Promise<{ setCookie: string }> {
  const user = requireUser(ctx);
  const [member] = await withSystem(ctx, 'is the user a member of the org they switch to', (tx) =>
    tx
      .select({ id: members.id })
      .from(members)
      .where(and(eq(members.orgId, orgId), eq(members.userId, user.id))),
  );
  if (!member) throw new Refusal('not_found', `There is no organization ${orgId} that you are a member of.`);
  return { setCookie: orgCookieFor(ctx, orgId) };
}
