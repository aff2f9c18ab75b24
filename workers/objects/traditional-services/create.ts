import type { TraditionalService } from '@home-base/catalog/objects/traditional-service.ts';
import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { traditionalServiceKind } from '../object-kind.ts';
import { createObject, type Of, type Stored } from '../object-rows.ts';

/** Refuses a taken name, a missing battery and what the rules of the catalog forbid. */
export async function createTraditionalService(
  ctx: Ctx,
  input: Of & { spec: z.input<typeof TraditionalService> },
): Promise<Stored<'traditionalService', TraditionalService>> {
  return createObject(ctx, traditionalServiceKind, input);
}
