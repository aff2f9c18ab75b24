import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, neon, neonConfig, Pool } from '@neondatabase/serverless';
import { sql } from 'drizzle-orm';
import { drizzle as drizzleHttp } from 'drizzle-orm/neon-http';
import { drizzle as drizzleSocket } from 'drizzle-orm/neon-serverless';
import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type NeonProxy, startNeonProxy } from './neon-proxy.ts';
import { type Postgres, startPostgres } from './postgres/launcher.ts';

const dir = mkdtempSync(join(tmpdir(), 'home-base-proxy-'));
chmodSync(dir, 0o755);
const things = pgTable('things', {
  id: integer().primaryKey(),
  name: text().notNull(),
  tags: text().array(),
  extra: jsonb(),
  at: timestamp({ withTimezone: true }),
});
let postgres: Postgres;
let proxy: NeonProxy;
let url: string;

beforeAll(async () => {
  postgres = await startPostgres({ dataDir: join(dir, 'data') });
  await postgres.createDatabase('app');
  proxy = await startNeonProxy({ postgresPort: postgres.port });
  const real = new URL(postgres.adminUrl('app'));
  // The proxy must dial its own Postgres whatever the address says.
  real.host = 'db.example.invalid:5432';
  url = real.href;
  neonConfig.fetchEndpoint = () => `http://127.0.0.1:${proxy.port}/sql`;
  neonConfig.wsProxy = (host, port) => `127.0.0.1:${proxy.port}/v2?address=${host}:${port}`;
  neonConfig.webSocketConstructor = WebSocket;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineTLS = false;
  neonConfig.pipelineConnect = 'password';
  await neon(url).query('create table things (id int primary key, name text not null, tags text[], extra jsonb, at timestamptz)');
});
afterAll(async () => {
  await proxy?.stop();
  await postgres?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** The driver says goodbye without waiting for it; a restart right after may still reach the connection. */
function onePool(): Pool {
  const pool = new Pool({ connectionString: url, max: 1 });
  pool.on('error', () => undefined);
  pool.on('connect', (client: Client) => client.on('error', () => undefined));
  return pool;
}

const row = { id: 1, name: 'first', tags: ['a', 'b,"c"'], extra: { deep: [1, null] }, at: new Date('2026-01-02T03:04:05.678Z') };

it('answers a drizzle query over HTTP with every type intact', async () => {
  const db = drizzleHttp(neon(url));
  await db.insert(things).values(row);
  expect(await db.select().from(things)).toEqual([row]);
});

it('runs an HTTP batch as one transaction, settings included, that leaves nothing behind', async () => {
  const query = neon(url);
  const results = await query.transaction(
    [query`select set_config('app.org_id', 'org-1', true)`, query`select current_setting('app.org_id') as org`],
    { isolationLevel: 'RepeatableRead', readOnly: true },
  );
  expect(results[1]).toEqual([{ org: 'org-1' }]);
  await query`set statement_timeout = 1`;
  expect(await query`show statement_timeout`).toEqual([{ statement_timeout: '0' }]);
  await expect(query.transaction([query`insert into things values (9, 'half')`, query`select 1 / 0`])).rejects.toMatchObject({
    code: '22012',
  });
  expect(await query`select id from things where id = 9`).toEqual([]);
});

it('passes on what Postgres says of an error', async () => {
  await expect(neon(url)`insert into things (id, name) values (1, 'again')`).rejects.toMatchObject({
    code: '23505',
    constraint: 'things_pkey',
    table: 'things',
  });
});

it('carries an interactive drizzle transaction with a row lock, a savepoint and a rollback', async () => {
  const pool = onePool();
  const db = drizzleSocket(pool);
  const name = await db.transaction(async (tx) => {
    const [locked] = await tx.select().from(things).where(sql`id = 1`).for('update');
    await tx
      .transaction(async (inner) => {
        await inner.update(things).set({ name: 'lost' });
        inner.rollback();
      })
      .catch(() => undefined);
    await tx.update(things).set({ name: `${locked?.name} edited` });
    return (await tx.select().from(things))[0]?.name;
  });
  expect(name).toBe('first edited');
  await expect(
    db.transaction(async (tx) => {
      await tx.delete(things);
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  expect(await db.select({ name: things.name }).from(things)).toEqual([{ name: 'first edited' }]);
  await pool.end();
});

it('answers again, on both roads, after Postgres was restarted', async () => {
  await postgres.restart();
  expect(await neon(url)`select 1 as one`).toEqual([{ one: 1 }]);
  const pool = onePool();
  expect((await pool.query('select 2 as two')).rows).toEqual([{ two: 2 }]);
  await pool.end();
});

it('tells the client in time that Postgres is away', async () => {
  await postgres.kill();
  await expect(neon(url)`select 1`).rejects.toThrow();
  const pool = onePool();
  await expect(pool.query('select 1')).rejects.toThrow();
  await pool.end();
  await postgres.restart();
});
