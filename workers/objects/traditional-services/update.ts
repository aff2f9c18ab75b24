import type { TraditionalService } from '@home-base/catalog/objects/traditional-service.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { traditionalServiceKind } from '../object-kind.ts';
import { type Of, type Stored, updateObject } from '../object-rows.ts';

type Changes = { [F in keyof z.input<typeof TraditionalService>]?: z.input<typeof TraditionalService>[F] | null | undefined };

/** Replaces the fields that `changes` has; null takes an optional one away. Storage only grows; name and the like stay. */
export async function updateTraditionalService(
  ctx: Ctx,
  input: Of & { id: Id<'traditionalService'>; changes: Changes },
): Promise<Stored<'traditionalService', TraditionalService>> {
  return updateObject(ctx, traditionalServiceKind, input);
}
