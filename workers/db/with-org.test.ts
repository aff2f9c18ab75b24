import { installations } from '@home-base/schema/db/tables.ts';
import { and, eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { createInstallation } from '../installations/create.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { useWorld } from '../testing/use-world.ts';
import { refusalOf } from '../testing/world.ts';
import { openDatabase } from './database.ts';
import { withOrg } from './with-org.ts';

const { world, org } = useWorld();
async function terminate(pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: inject('server').adminUrl });
  await client.connect();
  await client.query('select pg_terminate_backend($1)', [pid]);
  await client.end();
}
const make = (name: string) => createInstallation(org().as('owner'), { name, usage: 'development', provider: 'kind' });
const revOf = async (id: string) =>
  withOrg(org().as('viewer'), 'installations:read', async (tx) => {
    const rows = await tx.select({ id: installations.id, rev: installations.desiredRev }).from(installations);
    return rows.find((row) => row.id === id)?.rev;
  });

describe('a write', () => {
  test('that fails half-way leaves nothing and wakes nobody', async () => {
    const { id } = await make('half-way');
    await world().settle();
    const poked = world().poked.length;
    const failing = withOrg(org().as('owner'), 'installations:write', async (tx) => {
      await markChanged(tx, org().as('owner'), id);
      throw new Error('something broke');
    });
    await expect(failing).rejects.toThrow('something broke');
    await world().settle();
    expect(world().poked.length).toBe(poked);
    expect(await revOf(id)).toBe(1);
  });

  test('that succeeds raises the revision by one and wakes the room once', async () => {
    const { id } = await make('woken');
    await world().settle();
    const before = world().poked.filter((each) => each === id).length;
    await withOrg(org().as('owner'), 'installations:write', (tx) => markChanged(tx, org().as('owner'), id));
    await world().settle();
    expect(world().poked.filter((each) => each === id).length).toBe(before + 1);
    expect(await revOf(id)).toBe(2);
  });

  test('that collides with another is run again until both are done', async () => {
    const { id } = await make('collided');
    const bump = (ctx: ReturnType<ReturnType<typeof org>['as']>) =>
      withOrg(
        ctx,
        'installations:write',
        async (tx) => {
          const here = and(eq(installations.orgId, tx.orgId), eq(installations.id, id));
          const [row] = await tx.select({ rev: installations.desiredRev }).from(installations).where(here);
          await tx
            .update(installations)
            .set({ desiredRev: (row?.rev ?? 0) + 1 })
            .where(here);
        },
        { isolation: 'serializable' },
      );
    await Promise.all(Array.from({ length: 3 }, () => bump(org().as('owner'))));
    expect(await revOf(id)).toBe(4);
  });

  test.each([
    ['a text', sql`select ${'a\0'}::text`],
    ['a document', sql`select ${JSON.stringify({ a: 'a\0' })}::jsonb`],
  ])('with %s that Postgres cannot keep is refused with the reason', async (_, query) => {
    expect(await refusalOf(withOrg(org().as('owner'), 'installations:read', (tx) => tx.execute(query)))).toMatchObject({
      code: 'invalid',
      publicText: expect.stringContaining('U+0000'),
    });
  });

  test('whose connection Postgres ends is refused, and the next one gets a new connection', async () => {
    const cut = withOrg(org().as('owner'), 'installations:read', async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await terminate(rows[0]?.pid ?? 0);
      await tx.execute(sql`select 1`);
    });
    expect((await refusalOf(cut)).code).toBe('unavailable');
    expect(await revOf((await make('after-the-cut')).id)).toBe(1);
  });

  test('is refused as not available right now while the database is away', async () => {
    const away = {
      ...org().as('owner'),
      db: openDatabase({ DATABASE_URL: 'postgres://hb_edge:x@127.0.0.1:9/none', NEON_PROXY: '127.0.0.1:9' }),
    };
    try {
      expect(await refusalOf(withOrg(away, 'installations:read', (tx) => tx.execute(sql`select 1`)))).toMatchObject({
        code: 'unavailable',
        retryAfterSeconds: 2,
      });
    } finally {
      await away.db.close();
      // The driver's settings are global: the next file's database names its own proxy again.
      openDatabase(world().env);
    }
  });
});
