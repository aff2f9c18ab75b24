import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '@home-base/workers/context.ts';
import { listPods } from '@home-base/workers/resources/list-pods.ts';
import type { PodRow } from './pod-rows.tsx';

const shownPods = 100;

/** Pods of a battery or an object, as its page shows them. */
export async function loadPods(
  ctx: Ctx,
  { installationId, owner }: { installationId: Id<'installation'>; owner: string },
): Promise<{ pods: PodRow[]; hasMore: boolean }> {
  const { items, nextCursor } = await listPods(ctx, { installationId, owner, limit: shownPods });
  return { pods: items, hasMore: nextCursor !== null };
}

/** A pod that says why it does not start, one for each of the first owners of something unhealthy. */
export async function findStuckPods(
  ctx: Ctx,
  { installationId, unhealthy }: { installationId: Id<'installation'>; unhealthy: readonly { owner: string | null }[] },
) {
  const owners = [...new Set(unhealthy.flatMap(({ owner }) => owner ?? []))].slice(0, 3);
  const lists = await Promise.all(owners.map((owner) => listPods(ctx, { installationId, owner, limit: shownPods })));
  return lists.flatMap(({ items }) => items.find((pod) => !pod.ready && pod.message) ?? []);
}
