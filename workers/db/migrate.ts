import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

const migrationsFolder = fileURLToPath(new URL('../../schema/db/migrations', import.meta.url));
const secureFile = fileURLToPath(new URL('../../schema/db/secure.sql', import.meta.url));
/** Any number, the same for everyone who migrates this database. */
const lockNumber = 4_201_337;

/**
 * Brings a database to the present schema: roles, migrations, grants, forced row security. Runs in Node as the owner of the database;
 * running it again changes nothing. The edge then logs in as `hb_edge` with `edgePassword`, never as the owner.
 */
export async function migrate(options: { ownerUrl: string; edgePassword: string }): Promise<void> {
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    await createRoles(client, options.edgePassword);
    await runMigrations(drizzle(client), { migrationsFolder });
    await client.query('begin');
    await client.query(await readFile(secureFile, 'utf8'));
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** Roles belong to the whole server, so another database may have made them already. */
async function createRoles(client: pg.Client, edgePassword: string): Promise<void> {
  const roles = { hb_app: 'nologin', hb_system: 'nologin', hb_edge: 'login noinherit' };
  for (const [role, attributes] of Object.entries(roles)) {
    const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    if (found.rowCount === 0) await client.query(`create role ${role} ${attributes}`);
  }
  await client.query(`alter role hb_edge with login noinherit password ${client.escapeLiteral(edgePassword)}`);
  await client.query('grant hb_app, hb_system to hb_edge with inherit false, set true');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { OWNER_DATABASE_URL: ownerUrl, EDGE_PASSWORD: edgePassword } = process.env;
  if (!ownerUrl || !edgePassword) {
    console.error('Set OWNER_DATABASE_URL (the owner of the database) and EDGE_PASSWORD (what hb_edge logs in with).');
    process.exit(2);
  }
  await migrate({ ownerUrl, edgePassword });
  console.log('The database has the present schema. The Worker connects as hb_edge.');
}
