import type { RefusalCode } from '@home-base/schema/wire/problem.ts';
import { Refusal } from '@home-base/workers/refusal.ts';

/** What a verb does when it says no. */
export function refuse(code: RefusalCode, text: string): never {
  throw new Refusal(code, text);
}
