import { Refusal } from './refusal.ts';

/**
 * Refuses a change that was made from something older than what is there now, under the lock that the change holds. `from` undefined: whoever changes
 * it wants to overwrite. `what` begins the sentence, such as `The project "shop"`.
 */
export function requireUnchanged(what: string, { from, now }: { from: string | undefined; now: string }): void {
  if (from === undefined || from === now) return;
  throw new Refusal(
    'precondition_failed',
    `${what} was changed by someone else meanwhile, and that is not overwritten: load it anew and make your change again.`,
  );
}
