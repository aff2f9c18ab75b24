import { findBattery, neededBy } from '@home-base/catalog/registry.ts';
import { releaseImages } from '@home-base/catalog/release-images.ts';
import type { batteries } from '@home-base/schema/db/tables.ts';
import type { EnabledBattery } from '@home-base/schema/wire/batteries.ts';

type BatteryRow = typeof batteries.$inferSelect;

/**
 * `enabled`: types of all batteries of the installation; `release`: that of the installation. A type that the catalog dropped is shown by its type,
 * without defaults.
 */
export function batteryToWire(row: BatteryRow, enabled: string[], release: string): EnabledBattery {
  const battery = findBattery(row.type);
  const parsed = battery?.config.safeParse({ ...releaseImages(row.type, release), ...row.config });
  return {
    id: row.id,
    type: row.type,
    name: battery?.name ?? row.type,
    group: battery?.group ?? 'magic',
    config: row.config,
    effectiveConfig: parsed?.success ? parsed.data : row.config,
    neededBy: battery ? neededBy(row.type, enabled) : [],
    uninstallable: battery?.uninstallable ?? true,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
