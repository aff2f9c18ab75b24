import type { Ctx } from '../context.ts';
import type { Env } from '../env.ts';
import { openCtx } from '../open-ctx.ts';

/** Runs `work` as the system (a room, a job) with connections of its own, closed when it and its effects end. */
export async function runAsSystem<T>(env: Env, reason: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { ctx, finish } = openCtx({ env, actor: { type: 'system', reason } });
  try {
    return await work(ctx);
  } finally {
    await finish();
  }
}
