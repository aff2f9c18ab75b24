import type { TraditionalService } from '@home-base/catalog/objects/traditional-service.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '../../context.ts';
import { traditionalServiceKind } from '../object-kind.ts';
import { getObject, type Of, type Stored } from '../object-rows.ts';

export async function getTraditionalService(
  ctx: Ctx,
  input: Of & { id: Id<'traditionalService'> },
): Promise<Stored<'traditionalService', TraditionalService>> {
  return getObject(ctx, traditionalServiceKind, input);
}
