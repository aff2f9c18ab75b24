import { neededBatteries } from '@home-base/catalog/objects/needed-batteries.ts';
import type { NewObject } from '@home-base/catalog/objects/object-kinds.ts';
import { type BatteryType, getBattery } from '@home-base/catalog/registry.ts';
import { checkNewObjects } from '@home-base/catalog/rules/new-objects.ts';
import type { Summary } from '@home-base/catalog/summary.ts';
import { projects } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { ProjectFields } from '@home-base/schema/wire/projects.ts';
import { record } from '../audit.ts';
import { enableMissing, missingBatteries } from '../batteries/enable.ts';
import type { Ctx } from '../context.ts';
import type { OrgTx } from '../db/with-org.ts';
import { storeObject } from '../objects/create.ts';
import { Refusal, refuseIssues, withIssuesAt } from '../refusal.ts';
import { type ProjectRow, requireFields, requireFreeName } from './require.ts';

export type Making = ProjectFields & {
  installationId: Id<'installation'>;
  /** `at`: where the object's fields are in the request, as `objects.0.spec`. */
  objects: (NewObject & { at: string })[];
  enableBatteries: boolean;
  /** For the audit row. */
  importedFrom?: Record<string, string>;
};

/**
 * A project with the batteries and objects that come with it, inside a transaction that marks the installation changed itself. Any issue refuses
 * the whole.
 */
export async function makeProject(
  tx: OrgTx,
  ctx: Ctx,
  summary: Summary,
  { installationId, name, description, objects, enableBatteries, importedFrom }: Making,
): Promise<{ row: ProjectRow; enabledBatteries: BatteryType[] }> {
  requireFields({ name, description });
  await requireFreeName(tx, { installationId, name });
  const types = objects.flatMap(({ collection, spec }) => neededBatteries(collection, spec));
  if (!enableBatteries) requireEnabled(summary, name, types);
  const enabledBatteries = await withIssuesAt(
    () => 'enableBatteries',
    () => enableMissing(tx, ctx, summary, { installationId, types }),
  );
  refuseIssues('invalid', `The project "${name}" cannot be created`, checkNewObjects(summary, objects));
  const [row] = await tx.insert(projects).values({ orgId: tx.orgId, installationId, name, description }).returning();
  if (!row) throw new Error(`the project ${name} was not stored`);
  await record(tx, ctx, { action: 'project.create', targetId: row.id, installationId, after: { name, description, importedFrom } });
  for (const { at, ...object } of objects)
    await withIssuesAt(
      (path) => `${at}.${path}`,
      () => storeObject(tx, ctx, summary, { ...object, installationId, projectId: row.id }),
    );
  summary.projects.push({ id: row.id, name, description });
  return { row, enabledBatteries };
}

function requireEnabled(summary: Summary, name: string, types: BatteryType[]): void {
  const missing = missingBatteries(summary, types);
  if (missing.length === 0) return;
  const names = missing.map((type) => getBattery(type).name).join(', ');
  throw new Refusal(
    'conflict',
    `The project "${name}" needs ${names}: enable ${missing.length === 1 ? 'it' : 'them'} first, or send enableBatteries: true.`,
    { issues: missing.map((type) => ({ path: 'enableBatteries', message: `needs ${type}` })) },
  );
}
