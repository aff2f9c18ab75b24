import { type BatteryType, getBattery, withNeeds } from '@home-base/catalog/registry.ts';
import { checkEnable } from '@home-base/catalog/rules/batteries.ts';
import { below } from '@home-base/catalog/rules/issue.ts';
import { hasBattery, type Summary } from '@home-base/catalog/summary.ts';
import { batteries } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import type { OrgTx } from '../db/with-org.ts';
import { refuseIssues } from '../refusal.ts';
import { createSeeds } from './create-seeds.ts';

type Of = { installationId: Id<'installation'> };

/** The checked and recorded row of a battery with the objects that come with it. Adds them to `summary`, so that the rules of the next one see them. */
export async function enableBattery(
  tx: OrgTx,
  ctx: Ctx,
  summary: Summary,
  { installationId, type, config }: Of & { type: BatteryType; config: Record<string, unknown> },
): Promise<void> {
  refuseIssues('invalid', `${getBattery(type).name} cannot be enabled`, ofConfig(checkEnable(summary, type, config)));
  const [row] = await tx.insert(batteries).values({ orgId: tx.orgId, installationId, type, config }).returning();
  if (!row) throw new Error(`battery ${type} was not stored`);
  summary.batteries = [...summary.batteries, { id: row.id, type, config }];
  await record(tx, ctx, { action: 'battery.enable', targetId: row.id, installationId, after: { type, config } });
  await createSeeds(tx, ctx, summary, { installationId, type });
}

/** Enables those of the batteries, and of what they need, that are not enabled, dependencies first and with their defaults. Says which. */
export async function enableMissing(
  tx: OrgTx,
  ctx: Ctx,
  summary: Summary,
  { installationId, types }: Of & { types: readonly BatteryType[] },
): Promise<BatteryType[]> {
  const missing = missingBatteries(summary, types);
  for (const type of missing) await enableBattery(tx, ctx, summary, { installationId, type, config: {} });
  return missing;
}

/** Those of the batteries, and of what they need, that are not enabled, dependencies first. */
export function missingBatteries(summary: Summary, types: readonly BatteryType[]): BatteryType[] {
  return withNeeds(types).filter((type) => !hasBattery(summary, type));
}

/** Rules name fields of the config; the body has them one level down. */
export function ofConfig(issues: { path: string; message: string }[]) {
  return issues.flatMap((issue) => (issue.path === 'type' ? [issue] : below('config', [issue])));
}
