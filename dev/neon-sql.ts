import type { IncomingHttpHeaders } from 'node:http';
import pg from 'pg';
import { z } from 'zod';

const Query = z.object({ query: z.string(), params: z.array(z.unknown()).default([]) });
const Body = z.union([z.object({ queries: z.array(Query) }), Query]);

const isolationLevels: Record<string, string> = {
  ReadUncommitted: 'read uncommitted',
  ReadCommitted: 'read committed',
  RepeatableRead: 'repeatable read',
  Serializable: 'serializable',
};
const errorFields = [
  'severity',
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const;

// The driver parses values itself and asks for the text that Postgres sent.
const rawText = { getTypeParser: () => (value: string | Buffer) => value.toString() };

/** Answers the HTTP half of Neon's protocol: one pool per connection string, wiped between queries. */
export function answerSql(postgresPort: number): {
  answer: (headers: IncomingHttpHeaders, text: string) => Promise<{ status: number; body: unknown }>;
  stop: () => Promise<void>;
} {
  const pools = new Map<string, pg.Pool>();

  const poolFor = (connectionString: string) => {
    const url = new URL(connectionString);
    url.host = `127.0.0.1:${postgresPort}`;
    url.search = '';
    const found = pools.get(url.href);
    if (found) return found;
    const pool = new pg.Pool({
      connectionString: url.href,
      max: 20,
      idleTimeoutMillis: 2_000,
      connectionTimeoutMillis: 10_000,
      allowExitOnIdle: true,
    });
    // Postgres restarted under an idle connection: the pool drops it.
    pool.on('error', () => undefined);
    pools.set(url.href, pool);
    return pool;
  };

  const answer = async (headers: IncomingHttpHeaders, text: string) => {
    const connectionString = headers['neon-connection-string'];
    if (typeof connectionString !== 'string' || !URL.canParse(connectionString))
      return { status: 400, body: { message: 'the header Neon-Connection-String is missing or no URL' } };
    const body = Body.safeParse(parseJson(text));
    if (!body.success) return { status: 400, body: { message: 'the body is neither { query, params } nor { queries }' } };
    let client: pg.PoolClient | undefined;
    let failed = false;
    try {
      client = await poolFor(connectionString).connect();
      return {
        status: 200,
        body: 'queries' in body.data ? await runBatch(client, headers, body.data.queries) : await run(client, body.data),
      };
    } catch (error) {
      failed = true;
      return { status: 400, body: toWireError(error) };
    } finally {
      // Nothing of a session may reach the next query. After an error the connection itself is not trusted.
      if (client) void release(client, failed);
    }
  };

  return { answer, stop: async () => void (await Promise.all([...pools.values()].map((pool) => pool.end()))) };
}

async function release(client: pg.PoolClient, failed: boolean): Promise<void> {
  if (failed) return client.release(true);
  try {
    await client.query('discard all');
    client.release();
  } catch {
    client.release(true);
  }
}

async function runBatch(
  client: pg.PoolClient,
  headers: IncomingHttpHeaders,
  queries: z.infer<typeof Query>[],
): Promise<{ results: unknown[] }> {
  const isolation = isolationLevels[String(headers['neon-batch-isolation-level'])];
  const modes = [
    isolation && `isolation level ${isolation}`,
    headers['neon-batch-read-only'] === 'true' && 'read only',
    headers['neon-batch-deferrable'] === 'true' && 'deferrable',
  ].filter(Boolean);
  await client.query(`begin ${modes.join(' ')}`);
  const results: unknown[] = [];
  for (const query of queries) results.push(await run(client, query));
  await client.query('commit');
  return { results };
}

async function run(client: pg.PoolClient, { query, params }: z.infer<typeof Query>): Promise<unknown> {
  const result = await client.query({ text: query, values: params, rowMode: 'array', types: rawText });
  return { command: result.command, rowCount: result.rowCount, fields: result.fields, rows: result.rows, rowAsArray: true };
}

function toWireError(error: unknown): Record<string, unknown> {
  const source = error instanceof Error ? error : new Error(String(error));
  const fields = Object.fromEntries(errorFields.map((field) => [field, field in source ? Reflect.get(source, field) : undefined]));
  return { message: source.message || 'Postgres is not answering', ...fields };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
