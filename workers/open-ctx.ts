import { idPrefixes } from '@home-base/schema/ids/id.ts';
import { typeid } from 'typeid-js';
import type { Actor, Ctx } from './context.ts';
import { openDatabase } from './db/database.ts';
import type { Env } from './env.ts';
import { loggedError } from './logged-error.ts';

/** What a caller may choose as request id: nothing that could break out of a log line. */
const requestIdForm = /^[A-Za-z0-9_.-]{8,100}$/;

/**
 * The Ctx of one request, job or room run. `finish` waits for the effects and closes the connections: hand it to `waitUntil` once the answer is
 * made. Effects start when they are given, so a nudge does not wait for the response.
 */
export function openCtx(input: { env: Env; actor?: Actor; requestId?: string | null }): { ctx: Ctx; finish: () => Promise<void> } {
  const requestId = input.requestId && requestIdForm.test(input.requestId) ? input.requestId : typeid(idPrefixes.request).toString();
  const effects = new Set<Promise<void>>();
  const log: Ctx['log'] = (level, message, fields) => console[level](JSON.stringify({ level, message, requestId, ...fields }));
  const db = openDatabase(input.env);
  const ctx: Ctx = {
    env: input.env,
    db,
    actor: input.actor ?? { type: 'anonymous' },
    requestId,
    now: () => new Date(),
    log,
    after: (effect) => {
      const done = effect().catch((error: unknown) =>
        log('warn', 'an effect failed; the sweep repairs what it was for', loggedError(error)),
      );
      effects.add(done);
    },
  };
  return {
    ctx,
    finish: async () => {
      await Promise.all(effects);
      await db.close();
    },
  };
}

/** Runs `work` as the system (a room, a job) with connections of its own, closed when it and its effects end. */
export async function runAsSystem<T>(env: Env, reason: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { ctx, finish } = openCtx({ env, actor: { type: 'system', reason } });
  try {
    return await work(ctx);
  } finally {
    await finish();
  }
}
