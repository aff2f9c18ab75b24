import { labels } from '@home-base/schema/kube/labels.ts';
import { parseKey } from '@home-base/schema/kube/resource.ts';
import { stageOf, stages } from '@home-base/schema/kube/stage.ts';
import type { Live } from '../kube/answer.ts';
import { dig, digText } from '../kube/json.ts';
import { refOf } from './apply.ts';
import { archive } from './archive.ts';
import type { Context } from './context.ts';
import { ownEntry, ownedDigest } from './drift.ts';
import { inParallel } from './round.ts';

/** How long a tier may take to be gone before the rest is left for the next time. */
const tierPatienceMs = 10_000;
const chunk = 50;

/**
 * Deletes tiers of keys, each when what it must outlive is gone. Answers how many are gone and whether something is left (then it is called again).
 * Before a delete the live object must still carry our label and our apply entry, and be in the archive.
 */
export async function runRemovals(
  ctx: Context,
  tiers: readonly string[][],
  kept: readonly string[],
  stop: AbortSignal,
): Promise<{ removed: number; left: number }> {
  let removed = 0;
  let left = 0;
  let blockedBy: string | undefined;
  const going = new Set(tiers.flat());
  for (const tier of tiers) {
    if (stop.aborted) return { removed, left: left + 1 };
    if (blockedBy !== undefined) {
      for (const key of tier)
        ctx.status.patch(key, { state: 'removing', message: `is removed when ${blockedBy} is gone`, waitsFor: blockedBy });
      left += tier.length;
      continue;
    }
    for (const key of tier) ctx.status.patch(key, { state: 'removing', message: undefined, waitsFor: undefined });
    if (tier.some((key) => key.startsWith('core/Service/'))) await releaseDefinitions(ctx, kept, going);
    const stragglers = await removeTier(ctx, tier, stop);
    removed += tier.length - stragglers.length;
    left += stragglers.length;
    blockedBy = stragglers.find(blocksTheRest);
  }
  return { removed, left };
}

/** An operator must outlive the custom resources whose finalizers it holds; nothing else holds up the rest. */
function blocksTheRest(key: string): boolean {
  const { group, kind } = parseKey(key);
  return stageOf({ apiVersion: group ? `${group}/v1` : 'v1', kind }) === stages.custom;
}

async function removeTier(ctx: Context, tier: readonly string[], stop: AbortSignal): Promise<string[]> {
  const until = ctx.now() + tierPatienceMs;
  let open = [...tier];
  for (let tries = 0; ; tries += 1) {
    const still: string[] = [];
    for (let at = 0; at < open.length && !stop.aborted; at += chunk) still.push(...(await removeChunk(ctx, open.slice(at, at + chunk))));
    open = still;
    if (open.length === 0 || stop.aborted || ctx.now() >= until) return open;
    await new Promise((resolve) => setTimeout(resolve, Math.min(1_000, 50 * 2 ** tries)));
  }
}

/** Looks at each, archives those that may go, deletes them; answers those that are not gone yet. */
async function removeChunk(ctx: Context, keys: readonly string[]): Promise<string[]> {
  const still: string[] = [];
  const doomed: { key: string; live: Live }[] = [];
  await inParallel(keys, 20, async (key) => {
    const answer = await ctx.kube.get(refOf(key, ctx.index.get(key)?.apiVersion));
    if (!answer.ok) {
      if (answer.error.status === 404 || answer.error.type === 'unknown-kind') return forget(ctx, key);
      ctx.status.patch(key, { message: `could not be looked at: ${answer.error.message}` });
      still.push(key);
      return;
    }
    const live = answer.value;
    if (live.metadata.labels?.[labels.managed] !== 'true' || !ownEntry(live)) {
      ctx.log('warn', `${key} is left in place: it does not carry our label and our apply entry any more`);
      return forget(ctx, key);
    }
    if (live.metadata.deletionTimestamp) {
      const finalizers = live.metadata.finalizers ?? [];
      ctx.status.patch(key, {
        message: finalizers.length > 0 ? `is being deleted; waits for ${finalizers.join(', ')}` : 'is being deleted',
      });
      still.push(key);
      return;
    }
    doomed.push({ key, live });
  });
  if (doomed.length === 0) return still;
  const failure = await archive(
    ctx.kube,
    ctx.namespace,
    doomed.map(({ live }) => live),
    ctx.now(),
  );
  if (failure) {
    ctx.log('warn', failure);
    for (const { key } of doomed) ctx.status.patch(key, { message: `is not deleted yet: ${failure}` });
    return [...still, ...doomed.map(({ key }) => key)];
  }
  await inParallel(doomed, 20, ({ key, live }) =>
    ctx.lock.run(key, async () => {
      // Listed again while we looked: it stays.
      if (ctx.current()?.desired.entries.has(key)) return;
      const answer = await ctx.kube.delete(refOf(key, live.apiVersion), {
        propagation: 'Background',
        ...(live.metadata.uid && { uid: live.metadata.uid }),
      });
      if (!answer.ok && answer.error.status !== 404 && answer.error.status !== 409)
        ctx.status.patch(key, { message: `could not be deleted: ${answer.error.message}` });
      else ctx.log('info', `${key} was deleted`);
      still.push(key);
    }),
  );
  return still;
}

export function forget(ctx: Context, key: string): void {
  ctx.index.delete(key);
  ctx.status.delete(key);
}

/**
 * A definition that stays without its conversion webhook makes every LIST of its kind fail and keeps namespaces from ending; without conversion it does
 * not (tried on 1.36). For definitions that nobody lists any more and whose webhook's Service goes now.
 */
async function releaseDefinitions(ctx: Context, kept: readonly string[], going: ReadonlySet<string>): Promise<void> {
  for (const key of kept) {
    if (!key.startsWith('apiextensions.k8s.io/CustomResourceDefinition/')) continue;
    const live = await ctx.kube.get(refOf(key));
    if (!live.ok || digText(live.value, 'spec', 'conversion', 'strategy') !== 'Webhook') continue;
    const service = dig(live.value, 'spec', 'conversion', 'webhook', 'clientConfig', 'service');
    if (!going.has(`core/Service/${digText(service, 'namespace')}/${digText(service, 'name')}`)) continue;
    const patched = await ctx.kube.jsonPatch(refOf(key), [
      { op: 'test', path: '/metadata/resourceVersion', value: live.value.metadata.resourceVersion },
      { op: 'replace', path: '/spec/conversion', value: { strategy: 'None' } },
    ]);
    if (!patched.ok) {
      ctx.log('warn', `${key}: its conversion webhook could not be taken off: ${patched.error.message}`);
      continue;
    }
    const tracked = ctx.index.get(key);
    if (tracked)
      ctx.index.set({
        ...tracked,
        digest: ownedDigest(patched.value) ?? '-',
        resourceVersion: patched.value.metadata.resourceVersion ?? '',
      });
  }
}
