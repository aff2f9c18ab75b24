import { randomUUID } from 'node:crypto';
import type { Role } from '@home-base/schema/db/accounts.ts';
import { members, orgs, users } from '@home-base/schema/db/tables.ts';
import { type Id, toId } from '@home-base/schema/ids/id.ts';
import type { Actor, Ctx } from '../context.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { withSystem } from '../db/with-system.ts';
import type { Env } from '../env.ts';
import { Refusal } from '../refusal.ts';

/** One org of a test file with a member of each role; rooms that were poked are remembered. */
export type TestOrg = { orgId: Id<'org'>; name: string; as: (role: Role) => Ctx };
export type World = {
  db: Database;
  env: Env;
  poked: string[];
  ctx: (actor: Actor) => Ctx;
  makeOrg: () => Promise<TestOrg>;
  settle: () => Promise<void>;
  close: () => Promise<void>;
};

/** Everything a verb needs, over a real database as the application role. Durable Objects are absent in Node: pokes are recorded. */
export function openWorld(databaseUrl: string, proxy: string): World {
  const poked: string[] = [];
  const env: Env = {
    DATABASE_URL: databaseUrl,
    NEON_PROXY: proxy,
    PUBLIC_URL: 'http://127.0.0.1:8787',
    AUTH_SECRET: 'a secret of the tests, at least 32 characters',
    TUF_KEYS: '[]',
    AGENT_IMAGE: 'home-base/agent:test',
    ROOM: namespace(async (name) => {
      poked.push(name);
      return new Response(null, { status: 204 });
    }),
    LIMITER: namespace(async () => new Response(null, { status: 204 })),
  };
  const db = openDatabase(env);
  const running = new Set<Promise<void>>();
  const ctx = (actor: Actor): Ctx => ({
    env,
    db,
    actor,
    requestId: `req-${randomUUID()}`,
    now: () => new Date(),
    log: () => undefined,
    after: (effect) => {
      const done = effect();
      running.add(done);
      void done.finally(() => running.delete(done));
    },
  });
  return {
    db,
    env,
    poked,
    ctx,
    makeOrg: () => makeOrg(ctx),
    settle: async () => {
      await Promise.all(running);
    },
    close: () => db.close(),
  };
}

export async function makeOrg(ctx: World['ctx']): Promise<TestOrg> {
  const name = `org-${randomUUID().slice(0, 8)}`;
  const made = await withSystem(ctx({ type: 'system', reason: 'test' }), 'an org of a test', async (tx) => {
    const [org] = await tx.insert(orgs).values({ name }).returning();
    if (!org) throw new Error('no org');
    const actors = new Map<Role, Actor>();
    for (const role of ['owner', 'admin', 'member', 'viewer'] as const) {
      const email = `${role}.${name}@example.com`;
      const [user] = await tx
        .insert(users)
        .values({ name: `${role} of ${name}`, email })
        .returning();
      if (!user) throw new Error('no user');
      const id = toId('user', user.id);
      await tx.insert(members).values({ orgId: org.orgId, userId: id, role });
      actors.set(role, { type: 'user', id, name: user.name, email, orgId: org.orgId, role });
    }
    return { orgId: org.orgId, actors };
  });
  return {
    orgId: made.orgId,
    name,
    as: (role) => {
      const actor = made.actors.get(role);
      if (!actor) throw new Error(`no ${role}`);
      return ctx(actor);
    },
  };
}

function namespace(answer: (name: string) => Promise<Response>): Env['ROOM'] {
  return { idFromName: (name) => name, get: (id) => ({ fetch: () => answer(String(id)) }) };
}

/** The refusal that `run` ends with; fails when it does anything else. */
export async function refusalOf(run: Promise<unknown>): Promise<Refusal> {
  try {
    await run;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('expected a refusal, but it was done');
}
