import { aNoun, type ObjectCollection, type ObjectIn, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { checkObject } from '@home-base/catalog/rules/objects.ts';
import { findNamed, objectsOf, type Summary } from '@home-base/catalog/summary.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { requireProject } from '../projects/require.ts';
import { Refusal, refuseIssues } from '../refusal.ts';
import { entityOf, type ObjectRow, type Of, parseSpec, type Stored, tableOf, toStored } from './stored.ts';

/** Refuses a taken name, a missing battery and what the rules of the catalog forbid. `spec` may lack fields that have defaults. */
export async function createObject<C extends ObjectCollection>(
  ctx: Ctx,
  collection: C,
  input: Of & { spec: unknown; projectId?: Id<'project'> | undefined },
): Promise<Stored<C>> {
  const spec = parseSpec(collection, input.spec);
  return withOrg(ctx, 'objects:write', async (tx) => {
    const summary = await loadSummary(tx, await requireChangeable(tx, input.installationId));
    if (input.projectId) await requireProject(tx, { installationId: input.installationId, id: input.projectId });
    const row = await insertObject(tx, ctx, summary, { ...input, collection, spec });
    await markChanged(tx, ctx, input.installationId);
    return toStored(collection, row);
  });
}

type New<C extends ObjectCollection> = Of & { collection: C; spec: ObjectIn<C>; projectId?: Id<'project'> | undefined };

/** The checked and recorded row of a new object, inside a transaction that marks the installation changed itself. */
export async function insertObject<C extends ObjectCollection>(tx: OrgTx, ctx: Ctx, summary: Summary, object: New<C>): Promise<ObjectRow> {
  const { collection, spec } = object;
  const { name }: { name: string } = spec;
  if (findNamed(summary, collection, spec)) throw nameTaken(collection, name);
  refuseIssues('invalid', `The ${objectKinds[collection].noun} "${name}" cannot be created`, checkObject(summary, collection, spec));
  return storeObject(tx, ctx, summary, object);
}

/** The recorded row of an object that the rules allow. Adds the object to `summary`, so that the rules of the next one see it. */
export async function storeObject<C extends ObjectCollection>(
  tx: OrgTx,
  ctx: Ctx,
  summary: Summary,
  { installationId, collection, spec, projectId }: New<C>,
): Promise<ObjectRow> {
  const { name }: { name: string } = spec;
  const [row] = await tx
    .insert(tableOf(collection))
    .values({ orgId: tx.orgId, installationId, projectId: projectId ?? null, name, spec: { ...spec } })
    .onConflictDoNothing()
    .returning();
  // What today's schema cannot read is not in the summary, and has its name all the same.
  if (!row) throw nameTaken(collection, name);
  objectsOf(summary, collection).push({ ...spec, id: row.id, ...(projectId && { projectId }) });
  await record(tx, ctx, {
    action: `${entityOf(collection)}.create`,
    targetId: row.id,
    installationId,
    after: { ...spec, ...(projectId && { projectId }) },
  });
  return row;
}

function nameTaken(collection: ObjectCollection, name: string): Refusal {
  return new Refusal('conflict', `There is already ${aNoun(collection)} "${name}": choose another name.`, {
    issues: [{ path: 'name', message: `there is already ${aNoun(collection)} named "${name}": choose another name, or edit that one` }],
  });
}
