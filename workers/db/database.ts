import * as tables from '@home-base/schema/db/tables.ts';
import { Client, neonConfig, Pool } from '@neondatabase/serverless';
import { drizzle, type NeonDatabase, type NeonTransaction } from 'drizzle-orm/neon-serverless';
import type { ExtractTablesWithRelations } from 'drizzle-orm/relations';
import type { Env } from '../env.ts';

export type Tables = typeof tables;
export type Tx = NeonTransaction<Tables, ExtractTablesWithRelations<Tables>>;
export type Isolation = 'read committed' | 'repeatable read' | 'serializable';

/** One request's connections. Nothing is opened before the first transaction. */
export type Database = {
  transaction: <T>(run: (tx: Tx) => Promise<T>, isolation?: Isolation) => Promise<T>;
  /** Waits for running transactions, then closes the connections; a transaction that begins after this call is refused. Safe to call twice. */
  close: () => Promise<void>;
};

/** Loaders of one page run side by side; more than three connections would cost more to open (18 ms each) than they save. */
const connectionsPerRequest = 3;

/** A socket that dies while Postgres restarts may never say so: nobody waits longer than this for a connection or for one answer. */
const patience = { connectionTimeoutMillis: 5_000, query_timeout: 20_000 };

/** The driver's goodbye on a socket that died throws where nobody can catch it, and its promise then never ends. */
const closeGraceMs = 1_000;
const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A pool for one request: workerd binds sockets to the request that opened them, so a pool kept longer hangs the next request. */
export function openDatabase(env: Pick<Env, 'DATABASE_URL' | 'NEON_PROXY'>): Database {
  if (env.NEON_PROXY) useProxy(env.NEON_PROXY);
  let opened: { pool: Pool; orm: NeonDatabase<Tables> } | undefined;
  let isClosed = false;
  const running = new Set<Promise<unknown>>();
  const open = () => {
    const pool = Object.assign(new Pool({ connectionString: env.DATABASE_URL, max: connectionsPerRequest, ...patience }), {
      Client: QuietClient,
    });
    // An idle connection that Postgres drops is not news: the next transaction opens another.
    pool.on('error', () => undefined);
    return { pool, orm: drizzle(pool, { schema: tables, casing: 'snake_case' }) };
  };
  return {
    transaction: async (run, isolation = 'read committed') => {
      // Work that outlives its request would open connections that nobody closes.
      if (isClosed) throw new Error('the database was closed: the request or run that opened it has ended');
      opened ??= open();
      const result = opened.orm.transaction(run, { isolationLevel: isolation });
      const settled = result.then(
        () => undefined,
        () => undefined,
      );
      running.add(settled);
      void settled.then(() => running.delete(settled));
      return result;
    },
    close: async () => {
      const closing = opened?.pool;
      isClosed = true;
      opened = undefined;
      await Promise.all(running);
      if (closing) await Promise.race([closing.end().catch(() => undefined), after(closeGraceMs)]);
    },
  };
}

/** The query that a connection broke under reports it; the driver's event beside that, without a listener, would end the isolate. */
class QuietClient extends Client {
  constructor(config: ConstructorParameters<typeof Client>[0]) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Local development and tests: the driver speaks WebSocket to a proxy on this machine, which dials our own Postgres. */
function useProxy(proxy: string): void {
  neonConfig.wsProxy = (host, port) => `${proxy}/v2?address=${host}:${port}`;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineTLS = false;
  neonConfig.pipelineConnect = 'password';
}
