import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNeonProxy } from '@home-base/dev/neon-proxy.ts';
import { startPostgres } from '@home-base/dev/postgres/launcher.ts';
import pg from 'pg';
import { migrate } from '../db/migrate.ts';
import { createTrust } from '../trust/ceremony.ts';
import { storeRoot } from '../trust/store-root.ts';

/** Child process of the tests' set-up: a real Postgres 18 with a migrated template, and the proxy. Prints its addresses; ends with its parent. */
const folder = mkdtempSync(join(tmpdir(), 'home-base-workers-'));
const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
const proxy = await startNeonProxy({ postgresPort: postgres.port });
const edgePassword = randomBytes(18).toString('base64url');
const trust = await createTrust({ now: new Date() });
await prepare('template_home_base');
await prepare('api');
const found = {
  adminUrl: postgres.adminUrl(),
  edgePassword,
  postgresPort: postgres.port,
  proxy: `127.0.0.1:${proxy.port}`,
  apiDatabaseUrl: `postgres://hb_edge:${edgePassword}@127.0.0.1:${postgres.port}/api`,
  tufKeys: JSON.stringify(trust.onlineKeys),
};
process.stdout.write(`${JSON.stringify(found)}\n`);

async function prepare(database: string): Promise<void> {
  await postgres.createDatabase(database);
  await migrate({ ownerUrl: postgres.adminUrl(database), edgePassword });
  const client = new pg.Client({ connectionString: postgres.adminUrl(database) });
  await client.connect();
  await storeRoot(client, trust);
  await client.end();
}

let stopping: Promise<void> | undefined;
function stop(): Promise<void> {
  stopping ??= (async () => {
    await proxy.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  })();
  return stopping;
}
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void stop().then(() => process.exit(0)));
