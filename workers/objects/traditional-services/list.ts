import type { TraditionalService } from '@home-base/catalog/objects/traditional-service.ts';
import type { List, ListQuery } from '@home-base/schema/wire/list.ts';
import type { Ctx } from '../../context.ts';
import { traditionalServiceKind } from '../object-kind.ts';
import { listObjects, type Of, type Stored } from '../object-rows.ts';

export async function listTraditionalServices(
  ctx: Ctx,
  input: Of & ListQuery,
): Promise<List<Stored<'traditionalService', TraditionalService>>> {
  return listObjects(ctx, traditionalServiceKind, input);
}
