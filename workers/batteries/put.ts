import { type BatteryType, batteryTypes, getBattery, isBatteryType, needsOf } from '@home-base/catalog/registry.ts';
import { withoutReleaseImages } from '@home-base/catalog/release-images.ts';
import { checkConfig } from '@home-base/catalog/rules/batteries.ts';
import type { Summary } from '@home-base/catalog/summary.ts';
import { batteries } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { PutBattery, PutBatteryResult } from '@home-base/schema/wire/batteries.ts';
import { and, eq } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { type OrgTx, withOrg } from '../db/with-org.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable } from '../installations/require.ts';
import { loadSummary } from '../installations/summary.ts';
import { Refusal, refuseIssues } from '../refusal.ts';
import { requireUnchanged } from '../require-unchanged.ts';
import { enableBattery, enableMissing, missingBatteries, ofConfig } from './enable.ts';
import { batteryToWire } from './to-wire.ts';

type Input = PutBattery & { installationId: Id<'installation'>; type: string; ifUpdatedAt?: string | undefined };

/**
 * Enables a battery with the objects that come with it, or replaces the config of one that is enabled. Refuses when a battery that it needs is
 * missing, unless `withNeeds`. `ifUpdatedAt`: refuses `precondition_failed` when the battery was changed since; `none` means that it was not enabled.
 */
export async function putBattery(ctx: Ctx, input: Input): Promise<PutBatteryResult> {
  const type = requireBatteryType(input.type);
  return withOrg(ctx, 'batteries:write', async (tx) => {
    const summary = await loadSummary(tx, await requireChangeable(tx, input.installationId));
    const before = await findRow(tx, { ...input, type });
    requireUnchanged(getBattery(type).name, { from: input.ifUpdatedAt, now: before?.updatedAt.toISOString() ?? 'none' });
    const config = withoutReleaseImages(type, input.config, summary.catalogVersion);
    const isEnabled = summary.batteries.some((battery) => battery.type === type);
    const alsoEnabled = isEnabled ? [] : await enableNeeds(tx, ctx, summary, { ...input, type });
    if (isEnabled) await changeConfig(tx, ctx, summary, { ...input, type, config });
    else await enableBattery(tx, ctx, summary, { ...input, type, config });
    await markChanged(tx, ctx, input.installationId);
    const row = await findRow(tx, { ...input, type });
    if (!row) throw new Error(`battery ${type} is not there after it was enabled`);
    return {
      battery: batteryToWire(
        row,
        summary.batteries.map((battery) => battery.type),
        summary.catalogVersion,
      ),
      alsoEnabled,
    };
  });
}

/** The type, or `not_found`: a path names it. */
export function requireBatteryType(type: string): BatteryType {
  if (isBatteryType(type)) return type;
  throw new Refusal('not_found', `There is no battery "${type}": choose one of ${batteryTypes.join(', ')}.`);
}

type Enabling = Input & { type: BatteryType };

async function enableNeeds(tx: OrgTx, ctx: Ctx, summary: Summary, { installationId, type, withNeeds }: Enabling): Promise<BatteryType[]> {
  const needs = needsOf(type);
  const missing = missingBatteries(summary, needs);
  if (missing.length > 0 && !withNeeds) {
    const names = missing.map((need) => getBattery(need).name).join(', ');
    throw new Refusal(
      'conflict',
      `${getBattery(type).name} needs ${names}: enable ${missing.length === 1 ? 'it' : 'them'} first, or send withNeeds: true.`,
      { issues: missing.map((need) => ({ path: 'withNeeds', message: `needs ${need}` })) },
    );
  }
  return enableMissing(tx, ctx, summary, { installationId, types: needs });
}

async function changeConfig(tx: OrgTx, ctx: Ctx, summary: Summary, { installationId, type, config }: Enabling): Promise<void> {
  refuseIssues('invalid', `The configuration of ${getBattery(type).name} cannot be changed`, ofConfig(checkConfig(summary, type, config)));
  const before = summary.batteries.find((battery) => battery.type === type);
  await tx.update(batteries).set({ config, updatedAt: ctx.now() }).where(ofInstallation(tx, { installationId, type }));
  await record(tx, ctx, {
    action: 'battery.configure',
    targetId: before?.id ?? type,
    installationId,
    before: { ...before?.config },
    after: config,
  });
}

async function findRow(tx: OrgTx, input: Enabling): Promise<typeof batteries.$inferSelect | undefined> {
  const [row] = await tx.select().from(batteries).where(ofInstallation(tx, input));
  return row;
}

const ofInstallation = (tx: OrgTx, input: { installationId: Id<'installation'>; type: string }) =>
  and(eq(batteries.orgId, tx.orgId), eq(batteries.installationId, input.installationId), eq(batteries.type, input.type));
