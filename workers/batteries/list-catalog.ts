import { batteryTypes, getBattery, needsOf } from '@home-base/catalog/registry.ts';
import type { CatalogBattery } from '@home-base/schema/wire/batteries.ts';
import type { List } from '@home-base/schema/wire/list.ts';
import { z } from 'zod';
import { requirePermission } from '../access.ts';
import type { Ctx } from '../context.ts';

/** Every battery there is, whole: the list is short and the same for all. */
export async function listCatalog(ctx: Ctx): Promise<List<CatalogBattery>> {
  requirePermission(ctx.actor, 'batteries:read');
  return { items: batteryTypes.map(describe), nextCursor: null };
}

function describe(type: string): CatalogBattery {
  const { group, name, description, uninstallable, usages, readOnly, config } = getBattery(type);
  return {
    type,
    group,
    name,
    description,
    needs: needsOf(type),
    uninstallable,
    usages: [...usages],
    readOnly: [...readOnly],
    configSchema: z.toJSONSchema(config, { io: 'input' }),
  };
}
