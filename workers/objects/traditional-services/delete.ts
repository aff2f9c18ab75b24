import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '../../context.ts';
import { traditionalServiceKind } from '../object-kind.ts';
import { deleteObject, type Of } from '../object-rows.ts';

export async function deleteTraditionalService(ctx: Ctx, input: Of & { id: Id<'traditionalService'> }): Promise<void> {
  return deleteObject(ctx, traditionalServiceKind, input);
}
