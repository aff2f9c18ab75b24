import { providers, sizes, usages } from '@home-base/catalog/define.ts';
import type { Failure } from '@home-base/catalog/materialize.ts';
import { kindOf, type ObjectCollection, type ObjectIn, objectCollections } from '@home-base/catalog/objects/object-kinds.ts';
import { emptyFacts, mapLists, type Owned, type Summary } from '@home-base/catalog/summary.ts';
import { installations, objectTables } from '@home-base/schema/db/tables.ts';
import { type Id, toId } from '@home-base/schema/ids/id.ts';
import { Manifest } from '@home-base/schema/wire/manifest.ts';
import { eq, getTableName, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';

export type InstallationRow = typeof installations.$inferSelect;

/** The newest published snapshot and the TUF metadata that lists it. */
export type Latest = { version: number; tufVersion: number; manifest: Manifest; manifestText: string; manifestSha256: string };

export type Desired = {
  installation: InstallationRow;
  summary: Summary;
  /** Rows that today's schema cannot read: they fail alone, their entries stay. */
  unreadable: Failure[];
  confirmedRemovals: string[];
  latest: Latest | undefined;
};

const Row = z.object({ id: z.string(), projectId: z.string().nullable(), name: z.string(), spec: z.record(z.string(), z.unknown()) });
const ObjectRows = z.record(z.string(), z.array(Row));
const ProjectRow = z.array(z.object({ id: z.string(), name: z.string(), description: z.string() }));
const Enabled = z.array(z.object({ id: z.string(), type: z.string(), config: z.record(z.string(), z.unknown()) }));
const LatestRow = z.object({ version: z.number(), tufVersion: z.number(), manifestSha256: z.string(), manifest: z.string() }).nullable();

/**
 * Everything that should be, and what is published: one statement, so one snapshot of the database however many writers there are, and one
 * round trip. Undefined when the installation does not exist (any more). In a system transaction the id alone selects it.
 */
export async function readDesired(tx: Tx, installationId: Id<'installation'>): Promise<Desired | undefined> {
  const rowsOf = (table: string, fields: string) =>
    sql`(select coalesce(jsonb_agg(jsonb_build_object(${sql.raw(fields)}) order by ${sql.raw(table === 'batteries' ? 'o.type' : 'o.name')}), '[]') from ${sql.identifier(table)} o where o.org_id = installations.org_id and o.installation_id = installations.id)`;
  const object = "'id', o.id, 'projectId', o.project_id, 'name', o.name, 'spec', o.spec";
  const lists = objectCollections.map(
    (collection) => sql`${sql.raw(`'${collection}'`)}, ${rowsOf(getTableName(objectTables[collection]), object)}`,
  );
  const [row] = await tx
    .select({
      installation: installations,
      batteries: rowsOf('batteries', "'id', o.id, 'type', o.type, 'config', o.config"),
      projects: rowsOf('projects', "'id', o.id, 'name', o.name, 'description', o.description"),
      objects: sql`jsonb_build_object(${sql.join(lists, sql`, `)})`,
      confirmedRemovals: sql`(select coalesce(jsonb_agg(c.key order by c.key), '[]') from confirmed_removals c where c.org_id = installations.org_id and c.installation_id = installations.id)`,
      latest: sql`(select jsonb_build_object('version', s.version, 'tufVersion', s.tuf_version, 'manifestSha256', s.manifest_sha256, 'manifest', f.body)
        from snapshots s join tuf_files f on f.org_id = s.org_id and f.installation_id = s.installation_id and f.path = 'targets/' || s.manifest_sha256 || '.manifest.json'
        where s.installation_id = installations.id and s.org_id = installations.org_id order by s.version desc limit 1)`,
    })
    .from(installations)
    .where(eq(installations.id, installationId));
  if (!row) return undefined;
  const unreadable: Failure[] = [];
  const { installation } = row;
  const latest = LatestRow.parse(row.latest);
  const objects = ObjectRows.parse(row.objects);
  const summary: Summary = {
    format: 1,
    catalogVersion: installation.catalogVersion,
    installation: {
      id: installation.id,
      name: installation.name,
      usage: z.enum(usages).parse(installation.usage),
      provider: z.enum(providers).parse(installation.provider),
      size: z.enum(sizes).parse(installation.size),
    },
    batteries: Enabled.parse(row.batteries).map((battery) => ({ ...battery, id: toId('battery', battery.id) })),
    projects: ProjectRow.parse(row.projects).map((project) => ({ ...project, id: toId('project', project.id) })),
    ...mapLists((collection) => readable(collection, objects[collection], unreadable)),
    facts: { ...emptyFacts, ...installation.summaryFacts },
  };
  return {
    installation,
    summary,
    unreadable,
    confirmedRemovals: z.array(z.string()).parse(row.confirmedRemovals),
    latest: latest
      ? {
          version: latest.version,
          tufVersion: latest.tufVersion,
          manifestSha256: latest.manifestSha256,
          manifestText: latest.manifest,
          manifest: Manifest.parse(JSON.parse(latest.manifest)),
        }
      : undefined,
  };
}

function readable<C extends ObjectCollection>(
  collection: C,
  rows: z.output<typeof Row>[] | undefined,
  unreadable: Failure[],
): Owned<ObjectIn<C>>[] {
  const { idKind, battery, schema } = kindOf(collection);
  if (!rows) throw new Error(`the statement that reads an installation left out ${collection}`);
  return rows.flatMap((row) => {
    const id = toId(idKind, row.id);
    const spec = schema.safeParse(row.spec);
    if (spec.success) return [{ ...spec.data, id, ...(row.projectId && { projectId: toId('project', row.projectId) }) }];
    const where = spec.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    unreadable.push({ owner: id, battery, message: `"${row.name}" as it is stored cannot be read: ${where}` });
    return [];
  });
}
