import { agents } from '@home-base/schema/db/tables.ts';
import { findUuid, type Id, toId } from '@home-base/schema/ids/id.ts';
import { eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';

export type AgentKey = { agentId: Id<'agent'>; orgId: Id<'org'>; installationId: Id<'installation'>; signingKey: string };

const known = new Map<string, AgentKey>();
const knownMax = 10_000;

/**
 * Whose key a request names. An agent's id, key and installation never change, so they are kept for the life of the isolate; whether the key
 * is revoked is the room's to say, each time.
 */
export async function findAgentKey(ctx: Ctx, keyId: string): Promise<AgentKey | undefined> {
  const cached = known.get(keyId);
  if (cached) return cached;
  const uuid = findUuid('agent', keyId);
  if (uuid === undefined) return undefined;
  const agentId = toId('agent', uuid);
  const [row] = await withSystem(ctx, 'agent key lookup', (tx) =>
    tx
      .select({ orgId: agents.orgId, installationId: agents.installationId, signingKey: agents.signingKey })
      .from(agents)
      .where(eq(agents.id, agentId)),
  );
  if (!row) return undefined;
  const key = { agentId, ...row };
  if (known.size >= knownMax) known.clear();
  known.set(keyId, key);
  return key;
}
