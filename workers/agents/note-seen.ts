import { agents } from '@home-base/schema/db/tables.ts';
import { eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import type { AgentKey } from './find-agent-key.ts';

const everyMs = 60_000;
const noted = new Map<string, number>();

/** An agent that has nothing to report still polls: its last sign of life is written down at most once a minute and isolate, after the answer. */
export function noteSeen(ctx: Ctx, { agentId }: Pick<AgentKey, 'agentId'>): void {
  const now = ctx.now();
  if (now.getTime() - (noted.get(agentId) ?? 0) < everyMs) return;
  if (noted.size >= 10_000) noted.clear();
  noted.set(agentId, now.getTime());
  ctx.after(async () => {
    await withSystem(ctx, 'an agent was seen', (tx) => tx.update(agents).set({ lastSeenAt: now }).where(eq(agents.id, agentId)));
  });
}
