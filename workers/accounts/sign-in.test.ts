import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Bucket, take } from '../api/token-bucket.ts';
import type { Ctx } from '../context.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { signIn } from './sign-in.ts';
import { signUp } from './sign-up.ts';

const { world } = useWorld();
const Rule = z.object({ burst: z.number(), perMinute: z.number() });
const password = 'correct horse battery';
let count = 0;

/** Someone with an account, and the limits as they are at a time that the test sets. */
async function somebody() {
  const buckets = new Map<string, Bucket>();
  const clock = { minutes: 0 };
  const anonymous = world().ctx({ type: 'anonymous' });
  const LIMITER: Ctx['env']['LIMITER'] = {
    idFromName: (name) => name,
    get: (id) => ({
      fetch: async (request) => {
        const taken = take(buckets.get(String(id)), Rule.parse(await request.json()), clock.minutes * 60_000);
        buckets.set(String(id), taken.bucket);
        return new Response(null, { status: taken.retryAfterSeconds === undefined ? 204 : 429 });
      },
    }),
  };
  const ctx = { ...anonymous, env: { ...anonymous.env, LIMITER } };
  const email = `Ada.${process.pid}.${++count}@example.com`;
  await signUp(anonymous, { name: 'Ada', email, password, client: 'ada' });
  /** A guess ends before the password is looked at, for that takes its time: at a database that is not there. */
  const guess = async (client: string) => {
    const db = { ...ctx.db, transaction: () => Promise.reject(new Error('looked at')) };
    const outcome = await signIn({ ...ctx, db }, { email, password: 'a wrong guess', client }).catch((error: unknown) => error);
    return outcome instanceof Error && outcome.message === 'looked at' ? 'looked at' : 'refused';
  };
  return { clock, guess, enter: (client: string) => signIn(ctx, { email, password, client }) };
}

const ten = Array.from({ length: 10 }, (_, index) => index);

test('a stranger who guesses for hours from one place does not keep the owner out', async () => {
  const { clock, guess, enter } = await somebody();
  for (const hour of [0, 1, 2, 3])
    for (const minute of ten) {
      clock.minutes = hour * 60 + minute;
      for (const _ of ten) await guess('203.0.113.1');
    }
  await expect(enter('198.51.100.7')).resolves.toMatchObject({ setCookies: expect.any(Array) });
});

test('one client guesses ten passwords of an account at once and one a minute, however many addresses its IPv6 network has', async () => {
  const { clock, guess, enter } = await somebody();
  const outcomes = [];
  for (const index of [...ten, 10, 11]) outcomes.push(await guess(`2001:db8:1:2::${index}`));
  expect(outcomes).toEqual([...ten.map(() => 'looked at'), 'refused', 'refused']);
  clock.minutes = 1;
  expect(await guess('2001:db8:1:2::f')).toBe('looked at');
  expect((await refusalOf(enter('2001:db8:1:2::e'))).code).toBe('rate_limited');
});

test('guesses at one account from any number of places are bounded together', async () => {
  const { clock, guess } = await somebody();
  let looked = 0;
  for (; clock.minutes <= 60; clock.minutes += 1)
    for (let place = 0; place < 30; place++) if ((await guess(`203.0.${clock.minutes}.${place}`)) === 'looked at') looked += 1;
  expect(looked).toBe(100 + 60 * 10);
});
