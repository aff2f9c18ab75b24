import { getBattery } from '@home-base/catalog/registry.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { ListQuery } from '@home-base/schema/wire/list.ts';
import { listBatteries } from '@home-base/workers/batteries/list.ts';
import type { Ctx } from '@home-base/workers/context.ts';
import { countResourcesBy } from '@home-base/workers/resources/count-by.ts';
import { forPage } from '../refusal.server.ts';

type Listed<T> = { items: T[]; nextCursor: string | null };
type List<T> = (ctx: Ctx, input: { installationId: Id<'installation'>; limit: number; cursor?: string | undefined }) => Promise<Listed<T>>;

/** One page of a kind of object with the health of each, and whether the battery that runs them is enabled. */
export async function loadObjectList<T extends { id: string }>(
  ctx: Ctx,
  request: Request,
  { installationId, battery, list }: { installationId: Id<'installation'>; battery: string; list: List<T> },
) {
  const query = ListQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const [page, enabled] = await forPage(
    Promise.all([
      list(ctx, { installationId, ...(query.success ? query.data : ListQuery.parse({})) }),
      listBatteries(ctx, { installationId }),
    ]),
  );
  const tallies = await forPage(countResourcesBy(ctx, { installationId, by: 'owner', among: page.items.map((item) => item.id) }));
  return {
    objects: page.items.map((item) => ({ ...item, tally: tallies[item.id] })),
    nextCursor: page.nextCursor,
    battery: { type: battery, name: getBattery(battery).name, isEnabled: enabled.items.some((each) => each.type === battery) },
  };
}

type Changes<Spec> = { [F in keyof Spec]?: Spec[F] | null };

/** Changes for an update: an optional field that the form left empty is taken away. */
export function asChanges<Spec extends object>(spec: Spec, optional: readonly (keyof Spec)[]): Changes<Spec> {
  const changes: Changes<Spec> = { ...spec };
  for (const field of optional) changes[field] ??= null;
  return changes;
}
