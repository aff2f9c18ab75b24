import type { Actor, Ctx } from '../context.ts';
import { Refusal } from '../refusal.ts';

/** The signed-in user; keys and agents have no orgs of their own. */
export function requireUser(ctx: Ctx): Extract<Actor, { type: 'user' }> {
  if (ctx.actor.type === 'user') return ctx.actor;
  if (ctx.actor.type === 'anonymous') throw new Refusal('unauthenticated', 'Sign in first.');
  throw new Refusal('forbidden', 'Only a signed-in user may do this.');
}
