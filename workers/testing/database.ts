import pg from 'pg';

export type TestServer = { adminUrl: string; edgePassword: string; postgresPort: number; proxy: string };

/** A database of one's own, copied from the migrated template; answers the address with which the edge logs in. */
export async function createTestDatabase(server: TestServer, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)} template template_home_base`);
  } finally {
    await client.end();
  }
  return `postgres://hb_edge:${server.edgePassword}@127.0.0.1:${server.postgresPort}/${name}`;
}
