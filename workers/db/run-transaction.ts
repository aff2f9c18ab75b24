import type { Ctx } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { Isolation, Tx } from './database.ts';
import { isConflict, isLostConnection, isUnstorableText } from './errors.ts';

const attempts = 5;

/** Effects that wait for the commit of the transaction that they were given to. */
const effectsOf = new WeakMap<Tx, (() => void)[]>();

/** Runs `effect` once the transaction is committed; never when it rolls back. */
export function afterCommit(tx: Tx, effect: () => void): void {
  const effects = effectsOf.get(tx);
  if (!effects) throw new Error('afterCommit was called with a transaction that withOrg or withSystem did not open');
  effects.push(effect);
}

/** One short transaction, tried again when Postgres says that it collided with another or when the connection could not be had. */
export async function runTransaction<T>(ctx: Ctx, isolation: Isolation, run: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const effects: (() => void)[] = [];
    let started = false;
    try {
      const result = await ctx.db.transaction(async (tx) => {
        started = true;
        effectsOf.set(tx, effects);
        return run(tx);
      }, isolation);
      for (const effect of effects) effect();
      return result;
    } catch (error) {
      // After it started, a lost connection may hide a commit that succeeded: only the caller can know if a second run is harmless.
      const again = isConflict(error) || (!started && isLostConnection(error));
      if (again && attempt < attempts) {
        await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** attempt * (0.5 + Math.random())));
        continue;
      }
      if (isLostConnection(error))
        throw new Refusal('unavailable', 'The database does not answer right now. Try again in a moment.', {
          cause: error,
          retryAfterSeconds: 2,
        });
      // Bodies of the API are looked through when they are read; this is for forms and addresses (%00).
      if (isUnstorableText(error))
        throw new Refusal('invalid', 'A text has the character U+0000 in it, which cannot be stored or looked for: remove it.', {
          cause: error,
        });
      if (isConflict(error))
        throw new Refusal('conflict', 'Someone else changed the same thing at the same time. Try again.', { cause: error });
      throw error;
    }
  }
}
