import type { Ctx } from '../context.ts';
import { openDatabase } from '../db/database.ts';
import type { Env } from '../env.ts';

/** Runs `work` as the system (a room, a job) with connections of its own, closed when it and its effects end. */
export async function runAsSystem<T>(env: Env, reason: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const effects: Promise<void>[] = [];
  const ctx: Ctx = {
    env,
    db: openDatabase(env),
    actor: { type: 'system', reason },
    requestId: `req_${crypto.randomUUID()}`,
    now: () => new Date(),
    log: (level, message, fields) => console[level](JSON.stringify({ level, message, reason, ...printable(fields) })),
    after: (effect) => effects.push(effect()),
  };
  try {
    const result = await work(ctx);
    await Promise.allSettled(effects);
    return result;
  } finally {
    await ctx.db.close();
  }
}

function printable(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? `${value.stack ?? value.message}${value.cause ? ` / ${value.cause}` : ''}` : value]));
}
