import { members, orgs } from '@home-base/schema/db/tables.ts';
import { findUuid, type Id, toId } from '@home-base/schema/ids/id.ts';
import { asc, eq } from 'drizzle-orm';
import type { Actor, Ctx } from '../context.ts';
import { type SystemTx, withSystem } from '../db/with-system.ts';
import { makeAuth } from './auth.ts';
import { readCookie, writeCookie } from './cookies.ts';

export const orgCookie = 'hb_org';

/** True when the request claims a session, valid or not: such writes are checked for where they come from. */
export function hasSessionCookie(headers: Headers): boolean {
  return /(?:^|;\s*)(?:__Secure-)?hb\.session_token=/.test(headers.get('cookie') ?? '');
}

/** The `Set-Cookie` value with which this browser acts in the org from now on. */
export function orgCookieFor(ctx: Ctx, orgId: Id<'org'>): string {
  return writeCookie({ name: orgCookie, value: orgId, maxAgeSeconds: 365 * 86_400, publicUrl: ctx.env.PUBLIC_URL });
}

/** True when the request says which org its user acts in. With an actor who is in none: they are no member of it (any more). */
export function namesOrg(headers: Headers): boolean {
  return findUuid('org', readCookie(headers, orgCookie) ?? '') !== undefined;
}

/** The user of the session cookie, acting in the org of the cookie `hb_org`; without that cookie, in the first one joined. */
export async function actorOfSession(ctx: Ctx, headers: Headers): Promise<Actor> {
  if (!hasSessionCookie(headers)) return { type: 'anonymous' };
  return withSystem(ctx, 'the session of a request', async (tx) => {
    const session = await makeAuth(ctx.env, tx).api.getSession({ headers });
    if (!session) return { type: 'anonymous' };
    return actorOf(tx, session.user, readCookie(headers, orgCookie));
  });
}

/**
 * A user with the role that they have in the wanted org. Who is no member of it is in no org at all: another one would take what was meant for
 * this one.
 */
export async function actorOf(
  tx: SystemTx,
  user: { id: string; name: string; email: string },
  wantedOrg?: string,
): Promise<Extract<Actor, { type: 'user' }>> {
  const id = toId('user', user.id);
  const memberships = await tx
    .select({ orgId: members.orgId, role: members.role })
    .from(members)
    .innerJoin(orgs, eq(orgs.orgId, members.orgId))
    .where(eq(members.userId, id))
    .orderBy(asc(members.createdAt), asc(members.id));
  const wanted: Id<'org'> | undefined = wantedOrg && findUuid('org', wantedOrg) ? (wantedOrg as Id<'org'>) : undefined;
  const current = wanted ? memberships.find((membership) => membership.orgId === wanted) : memberships[0];
  return { type: 'user', id, name: user.name, email: user.email, orgId: current?.orgId, role: current?.role };
}
