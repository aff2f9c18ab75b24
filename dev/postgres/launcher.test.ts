import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isFree } from '../process/ports.ts';
import { type Postgres, startPostgres } from './launcher.ts';

const dir = mkdtempSync(join(tmpdir(), 'home-base-launcher-'));
chmodSync(dir, 0o755);
const dataDir = join(dir, 'data');
let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres({ dataDir });
});
afterAll(async () => {
  await postgres?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it('keeps committed rows over restart, kill and a new start, at the same port', async () => {
  await postgres.createDatabase('orders');
  await postgres.createDatabase('orders');
  await ask(postgres.adminUrl('orders'), 'create table kept (id int); insert into kept values (1)');
  await postgres.restart();
  await postgres.kill();
  await expect(ask(postgres.adminUrl('orders'), 'select 1')).rejects.toThrow();
  await postgres.restart();
  const { port } = postgres;
  const pid = postgres.pid();
  await Promise.all([postgres.stop(), postgres.stop()]);
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  expect(await isFree(port)).toBe(true);

  postgres = await startPostgres({ dataDir, durable: true });
  expect(postgres.port).toBe(port);
  expect(await ask(postgres.adminUrl('orders'), 'select id from kept')).toEqual([{ id: 1 }]);
  expect(await ask(postgres.adminUrl(), 'show fsync')).toEqual([{ fsync: 'on' }]);
});

it('is Postgres 18 and lets nobody in without the password', async () => {
  expect(await ask(postgres.adminUrl(), 'show server_version_num')).toEqual([{ server_version_num: expect.stringMatching(/^18/) }]);
  await expect(ask(`postgres://postgres:wrong@127.0.0.1:${postgres.port}/postgres`, 'select 1')).rejects.toThrow(
    /password authentication failed/,
  );
});

it('drops a database that is in use', async () => {
  await postgres.createDatabase('short-lived');
  const client = new pg.Client({ connectionString: postgres.adminUrl('short-lived') });
  client.on('error', () => undefined);
  await client.connect();
  await postgres.dropDatabase('short-lived');
  await expect(ask(postgres.adminUrl('short-lived'), 'select 1')).rejects.toThrow(/does not exist/);
});

it.runIf(process.getuid?.() === 0)('keeps the data elsewhere when root may enter the folder but Postgres may not', async () => {
  const closed = join(dir, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const lines: string[] = [];
  const other = await startPostgres({ dataDir: join(closed, 'data'), log: (line) => lines.push(line) });
  expect(other.dataDir.startsWith(tmpdir())).toBe(true);
  expect(lines.join()).toContain(other.dataDir);
  await other.createDatabase('old');
  await other.stop();

  // Who removes the folder starts anew, although the data was elsewhere.
  rmSync(closed, { recursive: true });
  mkdirSync(closed, { mode: 0o700 });
  const anew = await startPostgres({ dataDir: join(closed, 'data') });
  expect(await ask(anew.adminUrl(), "select 1 from pg_database where datname = 'old'")).toEqual([]);
  await anew.stop();
  // And what nobody will ask for again goes when the next one starts.
  rmSync(closed, { recursive: true });
  mkdirSync(closed, { mode: 0o700 });
  const next = await startPostgres({ dataDir: join(closed, 'next') });
  expect(existsSync(anew.dataDir)).toBe(false);
  await next.stop();
  rmSync(join(next.dataDir, '..'), { recursive: true, force: true });
});
