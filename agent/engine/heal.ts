import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { annotations, type DriftPolicy, driftPolicies } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { Drift } from '@home-base/schema/wire/agent.ts';
import type { Live, ManagedFields } from '../kube/answer.ts';
import { applyKey, book, refOf } from './apply.ts';
import type { Context } from './context.ts';
import { changedPaths, foreignEntries, foreignPaths, ownEntry, ownedDigest, takenOver, writerOf } from './drift.ts';
import { createFights } from './fights.ts';
import type { Tracked } from './index.ts';

/** Tells one set of foreign fields from another. */
function signatureOf(foreign: readonly ManagedFields[]): string {
  return sha256Hex(canonicalText(foreign.map(({ manager, fieldsV1 }) => [manager, fieldsV1 ?? {}])));
}

export type Healer = {
  changed: (tracked: Tracked, live: Live) => void;
  intact: (tracked: Tracked, live: Live) => void;
  deleted: (tracked: Tracked, last: Live | undefined) => void;
  /** Keys whose drift was left in place under another policy or a pause than now: they are to be judged again. */
  takeUnhealed: () => string[];
  stop: () => void;
};

/** Answers drift by the policy of the object, else of the manifest. `failed` is told of keys whose healing did not work, for a later try. */
export function createHealer(ctx: Context, failed: (key: string, unreachable: boolean) => void): Healer {
  const fights = createFights(ctx.now);
  const pending = new Map<string, (() => void) | undefined>();
  /** What was said of the foreign fields or the unhealed change of an object, so that it is said once. */
  const said = new Map<string, string>();
  /** Drift that was left in place, with the rule that left it. */
  const unhealed = new Map<string, string>();
  const ruleNow = () => `${ctx.current()?.desired.manifest.driftPolicy} ${ctx.current()?.desired.manifest.paused}`;

  /** Work on a key after an event; later while its fight lasts. Nothing is done for what is not listed any more. */
  const soon = (key: string, work: () => Promise<void>) => {
    if (!ctx.current()?.desired.entries.has(key) || pending.has(key)) return;
    const run = () => {
      pending.delete(key);
      void ctx.lock
        .run(key, work)
        .catch((error: unknown) => ctx.log('error', `healing ${key} failed inside the agent`, { error: String(error) }));
    };
    const delayMs = fights.delayMs(key);
    if (delayMs === 0) {
      pending.set(key, undefined);
      run();
    } else pending.set(key, ctx.after(delayMs, run));
  };

  const policyOf = async (key: string): Promise<{ policy: DriftPolicy; resource: Resource | undefined }> => {
    const current = ctx.current();
    const entry = current?.desired.entries.get(key);
    if (!current || !entry) return { policy: 'ignore', resource: undefined };
    const resource = await current.desired.blob(entry[1]).catch(() => undefined);
    const own = driftPolicies.find((policy) => policy === resource?.metadata.annotations?.[annotations.driftPolicy]);
    return { policy: own ?? current.desired.manifest.driftPolicy, resource };
  };

  const note = (key: string, drift: Omit<Drift, 'fields' | 'at'> & { fields: string[]; at?: string | undefined }) => {
    const at = drift.at ?? new Date(ctx.now()).toISOString();
    const report: Drift = {
      kind: drift.kind,
      action: drift.action,
      manager: drift.manager.slice(0, 200),
      fields: drift.fields.slice(0, 50),
      at: new Date(at).toISOString(),
    };
    ctx.status.patch(key, { drift: report });
    ctx.log('info', `${key}: drift ${report.kind}, ${report.action}`, {
      manager: report.manager,
      fields: report.fields.slice(0, 5).join(' '),
    });
  };

  const onChanged = async (key: string, before: Live) => {
    const { policy, resource } = await policyOf(key);
    const current = ctx.current();
    if (!current || !ctx.index.get(key)) return;
    const heals = (policy === 'revert' || policy === 'strict') && !current.desired.manifest.paused;
    if (!heals) {
      const seen = ownedDigest(before) ?? 'none';
      if (!resource || said.get(key) === seen) return;
      said.set(key, seen);
      unhealed.set(key, ruleNow());
      // Recipes are not in the API server's language; the fields that changed are then those that we do not hold any more.
      const tried = resource.apiVersion.startsWith('recipe.') ? undefined : await ctx.kube.apply(resource, { force: true, dryRun: true });
      const fields = tried?.ok ? changedPaths(ownEntry(tried.value)?.fieldsV1 ?? {}, before, tried.value) : [];
      const writer = writerOf(before, fields);
      note(key, { kind: 'changed', action: policy === 'ignore' ? 'ignored' : 'reported', fields, manager: writer.manager, at: writer.at });
      return;
    }
    fights.record(key);
    const outcome = await applyKey(ctx, key);
    if (!outcome.applied) {
      failed(key, outcome.unreachable === true);
      return;
    }
    said.delete(key);
    unhealed.delete(key);
    const changed = changedPaths(ownEntry(outcome.live)?.fieldsV1 ?? {}, before, outcome.live);
    const fields = changed.length > 0 ? changed : ['.metadata.managedFields'];
    const writer = writerOf(before, fields);
    if (fights.isFighting(key)) {
      ctx.status.patch(key, { conflicts: fields.map((field) => `${writer.manager}: ${field}`) });
      ctx.log(
        'warn',
        `${key}: ${writer.manager} keeps changing ${fields.slice(0, 3).join(', ')} back; it is corrected less and less often until one of the two stops`,
      );
    }
    // A report has room for one drift: what was added in the same edit is told with it.
    const foreign = policy === 'strict' ? [] : foreignEntries(outcome.live);
    if (foreign.length > 0) said.set(key, signatureOf(foreign));
    note(key, {
      kind: 'changed',
      action: 'reverted',
      fields: [...fields, ...foreignPaths(outcome.live, foreign).map((path) => `${path} (beside ours, left there)`)],
      manager: writer.manager,
      at: writer.at,
    });
    if (policy === 'strict') await onForeign(key, outcome.live, policy);
  };

  /** Fields beside ours: reported, or under `strict` moved into our entry and then removed by an apply. */
  const onForeign = async (key: string, live: Live, knownPolicy?: DriftPolicy) => {
    const foreign = foreignEntries(live);
    if (foreign.length === 0) return;
    const policy = knownPolicy ?? (await policyOf(key)).policy;
    const current = ctx.current();
    const fields = foreignPaths(live, foreign);
    if (!current || fields.length === 0) return;
    const latest = [...foreign].sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''))[0];
    const about = { kind: 'foreign' as const, fields, manager: latest?.manager ?? 'unknown', at: latest?.time };
    if (policy !== 'strict' || current.desired.manifest.paused) {
      note(key, { ...about, action: policy === 'ignore' ? 'ignored' : 'reported' });
      unhealed.set(key, ruleNow());
      return;
    }
    const tracked = ctx.index.get(key);
    if (!tracked) return;
    const patched = await ctx.kube.jsonPatch(refOf(key, live.apiVersion), [
      { op: 'test', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
      { op: 'replace', path: '/metadata/managedFields', value: takenOver(live, foreign) },
    ]);
    if (!patched.ok) {
      // Somebody wrote in between: the next event of the watch starts again.
      said.delete(key);
      ctx.log('warn', `${key}: foreign fields could not be taken over now: ${patched.error.message}`);
      return;
    }
    const outcome = await applyKey(ctx, key);
    if (outcome.applied) note(key, { ...about, action: 'taken-over' });
    else {
      book(ctx, key, tracked.sha256, patched.value);
      failed(key, outcome.unreachable === true);
    }
  };

  return {
    changed: ({ key }, live) => soon(key, () => onChanged(key, live)),
    intact: ({ key }, live) => {
      const foreign = foreignEntries(live);
      if (foreign.length === 0) {
        if (said.delete(key) && ctx.status.get(key)?.drift?.action === 'reported') ctx.status.patch(key, { drift: undefined });
        return;
      }
      const signature = signatureOf(foreign);
      if (said.get(key) === signature) return;
      said.set(key, signature);
      soon(key, () => onForeign(key, live));
    },
    deleted: ({ key }, last) =>
      soon(key, async () => {
        const { policy } = await policyOf(key);
        const current = ctx.current();
        const tracked = ctx.index.get(key);
        if (!current || !tracked) return;
        const heals = (policy === 'revert' || policy === 'strict') && !current.desired.manifest.paused;
        ctx.status.patch(key, { health: 'missing', message: 'was deleted in the cluster' });
        if (!heals) unhealed.set(key, ruleNow());
        if (!heals)
          return note(key, { kind: 'deleted', action: policy === 'ignore' ? 'ignored' : 'reported', fields: [], manager: 'unknown' });
        fights.record(key);
        const outcome = await applyKey(ctx, key, { remade: last });
        if (outcome.applied) note(key, { kind: 'deleted', action: 'reverted', fields: [], manager: 'unknown' });
        else failed(key, outcome.unreachable === true);
      }),
    takeUnhealed: () => {
      const rule = ruleNow();
      const keys = [...unhealed].filter(([, then]) => then !== rule).map(([key]) => key);
      for (const key of keys) {
        unhealed.delete(key);
        said.delete(key);
      }
      return keys;
    },
    stop: () => {
      for (const cancel of pending.values()) cancel?.();
      pending.clear();
    },
  };
}
