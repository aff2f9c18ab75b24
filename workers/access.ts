import type { Role } from '@home-base/schema/db/accounts.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Actor } from './context.ts';
import { Refusal } from './refusal.ts';

/** Lowest role that has a permission; `agent` permissions belong to an installation's agent alone, `agentToo` ones to both. */
const rules = {
  'org:read': { role: 'viewer' },
  'org:write': { role: 'admin' },
  'members:read': { role: 'viewer' },
  'members:write': { role: 'admin' },
  'api-keys:read': { role: 'admin' },
  'api-keys:write': { role: 'admin' },
  'installations:read': { role: 'viewer' },
  'installations:write': { role: 'member' },
  'installations:delete': { role: 'admin' },
  'enrolment-tokens:write': { role: 'admin' },
  'batteries:read': { role: 'viewer' },
  'batteries:write': { role: 'member' },
  'objects:read': { role: 'viewer' },
  'objects:write': { role: 'member' },
  'snapshots:read': { role: 'viewer' },
  'snapshots:write': { role: 'member' },
  'resources:read': { role: 'viewer' },
  'resources:write': { role: 'member' },
  'audit:read': { role: 'viewer' },
  'trust:read': { role: 'viewer', agentToo: true },
  'agent:sync': { agent: true },
} as const satisfies Record<string, { role: Role; agentToo?: boolean } | { agent: true }>;

export type Permission = keyof typeof rules;
export const permissions = Object.keys(rules).filter((text): text is Permission => Object.hasOwn(rules, text));

const rank: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };

/** True when `role` is `least` or more. */
export function isAtLeast(role: Role, least: Role): boolean {
  return rank[role] >= rank[least];
}

/** The org in which the actor may; refuses `unauthenticated` (nobody, or no org) or `forbidden` (role too low, agent elsewhere). */
export function requirePermission(actor: Actor, permission: Permission): Id<'org'> {
  const rule: { role?: Role; agent?: true; agentToo?: boolean } = rules[permission];
  switch (actor.type) {
    case 'anonymous':
      throw new Refusal('unauthenticated', 'Sign in, or send an API key as "Authorization: Bearer hb_…".');
    case 'system':
      throw new Refusal('forbidden', 'This is done for an organization, by one of its members or keys.');
    case 'agent':
      if (rule.agent || rule.agentToo) return actor.orgId;
      throw new Refusal('forbidden', 'An agent may only fetch its own state and report.');
    case 'user':
    case 'api_key': {
      if (!actor.orgId || !actor.role)
        throw new Refusal('forbidden', 'You are not a member of an organization yet: create one, or ask to be added to one.');
      if (rule.role && isAtLeast(actor.role, rule.role)) return actor.orgId;
      throw new Refusal(
        'forbidden',
        rule.role ? `This needs the role ${rule.role} or higher; yours is ${actor.role}.` : 'Only an agent may do this.',
      );
    }
    default: {
      const unknown: never = actor;
      throw new Error(`unknown actor ${JSON.stringify(unknown)}`);
    }
  }
}

/** The role that an actor acts with: nobody gives away more than they have. */
export function requireRole(actor: Actor): Role {
  if ((actor.type === 'user' || actor.type === 'api_key') && actor.role) return actor.role;
  throw new Refusal('forbidden', 'Only a member or a key of an organization has a role.');
}
