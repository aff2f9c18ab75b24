import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { releases } from '@home-base/catalog/releases.ts';
import { ingest } from '@home-base/catalog/upstream/ingest.ts';
import { migrate } from '@home-base/workers/db/migrate.ts';
import { storeUpstream } from '@home-base/workers/publish/upstream-store.ts';
import { createTrust, type Trust } from '@home-base/workers/trust/ceremony.ts';
import { storeRoot } from '@home-base/workers/trust/store-root.ts';
import pg from 'pg';
import { buildWorker } from './build-worker.ts';
import { startNeonProxy } from './neon-proxy.ts';
import { startPostgres } from './postgres/launcher.ts';
import { freePort } from './process/ports.ts';
import { type OnProgress, runStep } from './progress.ts';
import { startWorker } from './worker-process.ts';

export type Stack = {
  url: string;
  /** sha256 of the trusted root, as the one-liner carries it. */
  rootSha256: string;
  trust: Trust;
  /** True: the CRDs are stand-ins, because upstream's files could not be had. */
  standIns: boolean;
  /** Connection string of the database's owner, for tests that look behind the edge. */
  ownerUrl: string;
  postgres: Awaited<ReturnType<typeof startPostgres>>;
  worker: Awaited<ReturnType<typeof startWorker>>;
  stop: () => Promise<void>;
};

export type StackOptions = {
  /** Keys, database, Worker state and logs. The same folder resumes the same Home Base. */
  dataDir: string;
  /** Default: a free one. */
  port?: number;
  /** Survive a power cut. Default false: tests do not need it. */
  durable?: boolean;
  onProgress?: OnProgress;
};

/** Home Base without a cluster, the same for `npm start`, browser tests and benchmarks: Postgres 18, Neon proxy, the production Worker in workerd. */
export async function startStack({ dataDir, port, durable = false, onProgress = () => undefined }: StackOptions): Promise<Stack> {
  mkdirSync(dataDir, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    await runStep('Worker and web app built', onProgress, async (detail) =>
      detail((await buildWorker()) ? 'sources changed' : 'up to date'),
    );
    const secrets = readSecrets(dataDir);
    const { postgres, ownerUrl, proxyPort } = await runStep('Postgres 18', onProgress, async () => {
      const server = await startPostgres({ dataDir: join(dataDir, 'postgres'), durable });
      stops.push(() => server.stop());
      await server.createDatabase('home_base');
      const owner = server.adminUrl('home_base');
      await migrate({ ownerUrl: owner, edgePassword: secrets.edgePassword });
      const proxy = await startNeonProxy({ postgresPort: server.port });
      stops.push(() => proxy.stop());
      return { postgres: server, ownerUrl: owner, proxyPort: proxy.port };
    });
    const trust = await runStep('Keys and catalog', onProgress, () => readTrust(dataDir));
    const standIns = await seedShared(ownerUrl, trust);
    const workerPort = port ?? (await freePort());
    const worker = await runStep('Home Base', onProgress, () =>
      startWorker({
        dataDir,
        port: workerPort,
        variables: {
          DATABASE_URL: `postgres://hb_edge:${secrets.edgePassword}@127.0.0.1:${postgres.port}/home_base`,
          NEON_PROXY: `127.0.0.1:${proxyPort}`,
          PUBLIC_URL: `http://127.0.0.1:${workerPort}`,
          AUTH_SECRET: secrets.authSecret,
          TUF_KEYS: JSON.stringify(trust.onlineKeys.map(({ role, keyId, pkcs8 }) => ({ role, keyId, pkcs8 }))),
        },
      }),
    );
    stops.push(() => worker.stop());
    return { url: worker.url, rootSha256: trust.rootSha256, trust, standIns, ownerUrl, postgres, worker, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Roots and upstream's files are shared by all orgs; storing the same again changes nothing. Returns whether stand-ins were stored. */
async function seedShared(ownerUrl: string, trust: Trust): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await storeRoot(client, trust);
    const ingested = await ingest({
      mirror: process.env.HOME_BASE_UPSTREAM,
      network: !process.env.CI,
      allowStandIns: !process.env.HOME_BASE_REQUIRE_UPSTREAM,
    });
    for (const { version } of releases) await storeUpstream(client, version, ingested);
    return ingested.standIn;
  } finally {
    await client.end();
  }
}

type Secrets = { edgePassword: string; authSecret: string };

function readSecrets(dataDir: string): Secrets {
  return keep<Secrets>(dataDir, 'secrets.json', () => ({
    edgePassword: randomBytes(24).toString('hex'),
    authSecret: randomBytes(32).toString('hex'),
  }));
}

async function readTrust(dataDir: string): Promise<Trust> {
  const path = join(dataDir, 'trust.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Trust;
  const made = await createTrust({ now: new Date() });
  return keep(dataDir, 'trust.json', () => made);
}

/** A file of mode 0600 that is made once. */
function keep<T>(dataDir: string, name: string, make: () => T): T {
  const path = join(dataDir, name);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as T;
  const value = make();
  writeFileSync(path, JSON.stringify(value), { mode: 0o600 });
  return value;
}
