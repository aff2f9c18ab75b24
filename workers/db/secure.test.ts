import { installations } from '@home-base/schema/db/tables.ts';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { createInstallation } from '../installations/create.ts';
import { useWorld } from '../testing/use-world.ts';
import { migrate } from './migrate.ts';
import { withOrg } from './with-org.ts';

const { world, org, stranger } = useWorld();

async function asOwner<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(inject('server').adminUrl);
  url.pathname = new URL(world().env.DATABASE_URL).pathname;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

describe('the database itself keeps orgs apart', () => {
  test('every table with an org has row security, forced, with a policy for each of the two roles', async () => {
    const tables = await asOwner((client) =>
      client.query<{ name: string; forced: boolean; policies: string }>(`
        select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
          (select string_agg(distinct r.rolname, ',' order by r.rolname) from pg_policy p join pg_roles r on r.oid = any(p.polroles) where p.polrelid = c.oid) as policies
        from pg_class c join information_schema.columns i on i.table_schema = 'public' and i.table_name = c.relname and i.column_name = 'org_id'
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`),
    );
    expect(tables.rows.length).toBeGreaterThan(15);
    for (const table of tables.rows) expect(table, table.name).toMatchObject({ forced: true, policies: 'hb_app,hb_system' });
  });

  test('every key of a tenant table and every reference between two of them carries the org', async () => {
    const found = await asOwner((client) =>
      client.query<{ table: string; type: string; columns: string[]; target: string | null }>(`
        select c.relname as table, k.contype as type, f.relname as target,
          (select array_agg(a.attname::text) from unnest(k.conkey) n join pg_attribute a on a.attrelid = c.oid and a.attnum = n) as columns
        from pg_constraint k join pg_class c on c.oid = k.conrelid left join pg_class f on f.oid = k.confrelid
        where c.relnamespace = 'public'::regnamespace and k.contype in ('p', 'f')
          and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped)`),
    );
    for (const key of found.rows) {
      if (key.target === 'users') continue;
      expect(key.columns, `${key.table} ${key.type} ${key.target ?? ''}`).toContain('org_id');
    }
  });

  test('a query that forgets the org sees only the bound one', async () => {
    await createInstallation(org().as('owner'), { name: 'mine', usage: 'development', provider: 'kind' });
    await createInstallation(stranger().as('owner'), { name: 'theirs', usage: 'development', provider: 'kind' });
    const names = await withOrg(org().as('viewer'), 'installations:read', (tx) =>
      tx.select({ name: installations.name }).from(installations),
    );
    expect(names).toEqual([{ name: 'mine' }]);
  });

  test('a row cannot be written into another org', async () => {
    const write = withOrg(org().as('owner'), 'installations:write', (tx) =>
      tx
        .insert(installations)
        .values({ orgId: stranger().orgId, name: 'smuggled', usage: 'development', provider: 'kind', size: 'tiny', catalogVersion: '0' }),
    );
    await expect(write).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  test('the audit log cannot be changed, and outside a transaction of ours nothing can be read', async () => {
    const erase = withOrg(org().as('owner'), 'installations:write', (tx) => tx.execute(sql`delete from audit_events`));
    await expect(erase).rejects.toMatchObject({ cause: { code: '42501' } });
    await expect(world().db.transaction((tx) => tx.execute(sql`select * from public.installations`))).rejects.toMatchObject({
      cause: { code: '42501' },
    });
  });

  test('migrating again changes nothing and works', async () => {
    const server = inject('server');
    const url = new URL(server.adminUrl);
    url.pathname = new URL(world().env.DATABASE_URL).pathname;
    await migrate({ ownerUrl: url.href, edgePassword: server.edgePassword });
    const names = await withOrg(org().as('viewer'), 'installations:read', (tx) =>
      tx.select({ name: installations.name }).from(installations),
    );
    expect(names).toEqual([{ name: 'mine' }]);
  });
});
