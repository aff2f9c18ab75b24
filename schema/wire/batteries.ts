import { z } from 'zod';
import { idSchema } from '../ids/id.ts';

/** A battery as the catalog offers it; `configSchema` is JSON Schema. */
export const CatalogBattery = z.object({
  type: z.string(),
  group: z.string(),
  name: z.string(),
  description: z.string(),
  /** All that must be enabled before it, dependencies first. */
  needs: z.array(z.string()),
  uninstallable: z.boolean(),
  usages: z.array(z.string()),
  readOnly: z.array(z.string()),
  configSchema: z.record(z.string(), z.unknown()),
});
export type CatalogBattery = z.output<typeof CatalogBattery>;

/** A battery of an installation. `config` is what was stored, `effectiveConfig` has the defaults filled in. */
export const EnabledBattery = z.object({
  id: idSchema('battery'),
  type: z.string(),
  name: z.string(),
  group: z.string(),
  config: z.record(z.string(), z.unknown()),
  effectiveConfig: z.record(z.string(), z.unknown()),
  neededBy: z.array(z.string()),
  uninstallable: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type EnabledBattery = z.output<typeof EnabledBattery>;

export const PutBattery = z.strictObject({
  config: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ description: 'Only fields that differ from the defaults need to be there.' }),
  withNeeds: z
    .boolean()
    .default(false)
    .meta({ description: 'Enable the batteries that it needs, too. Without it a missing one is refused.' }),
});
export type PutBattery = z.output<typeof PutBattery>;

export const PutBatteryQuery = z.object({
  ifUpdatedAt: z
    .union([z.iso.datetime(), z.literal('none')])
    .optional()
    .meta({
      description:
        'The `updatedAt` that the change was made from, or `none` where the battery was not enabled: refused with 412 when someone changed that since. Absent: overwrites.',
    }),
});

export const PutBatteryResult = z.object({ battery: EnabledBattery, alsoEnabled: z.array(z.string()) });
export type PutBatteryResult = z.output<typeof PutBatteryResult>;

export const DisableBatteryQuery = z.object({
  confirmDataRemoval: z.stringbool().default(false).meta({
    description: 'true: definitions (CRDs), namespaces and volumes of the battery go too, with all data in them. Otherwise they stay.',
  }),
});
