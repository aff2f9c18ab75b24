import { annotations, labels } from '@home-base/schema/kube/labels.ts';
import { groupOf, parseKey, type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { stageOf, stages } from '@home-base/schema/kube/stage.ts';
import type { DesiredState } from '../contract.ts';
import { healthOf } from '../health/health.ts';
import type { Answer, Live } from '../kube/answer.ts';
import { versionOf } from '../kube/paths.ts';
import type { Context } from './context.ts';
import { ownedDigest } from './drift.ts';
import { liveKeyOf } from './index.ts';
import { definitionOf, isWebhookConfiguration, namespaceNeeded } from './order.ts';
import { conflictsOf, immutableFields, type Setback, setbackOf } from './outcome.ts';
import { isRecipe, makeSecret, secretValues } from './recipes.ts';

export type Applied = { applied: true; live: Live; resource: Resource; conflicts: string[] } | ({ applied: false } & Setback);

/** How long a webhook without a ready endpoint may hold an object back before the API server is asked anyway: it must not deadlock. */
const gatePatienceMs = 120_000;
/** How long after a definition changed an unknown field may be its lag. */
const newDefinitionMs = 10_000;

/**
 * Applies the entry of a key as it is listed now and books the result (index, status). `remade` is the last known object where it was deleted: a
 * recipe takes its values from it. Never throws for what the cluster or the blob may do.
 */
export async function applyKey(
  ctx: Context,
  key: string,
  { signal, waitingSince, remade }: { signal?: AbortSignal | undefined; waitingSince?: number | undefined; remade?: Live | undefined } = {},
): Promise<Applied> {
  const current = ctx.current();
  const entry = current?.desired.entries.get(key);
  if (!current || !entry) return { applied: false, state: 'pending', message: 'is not listed any more' };
  const sha256 = entry[1];
  const outcome = await attempt(ctx, current, key, sha256, { signal, waitingSince, remade }).catch((error: unknown): Applied => {
    ctx.log('error', `applying ${key} failed inside the agent`, { error: String(error) });
    return { applied: false, state: 'failed', message: error instanceof Error ? error.message : 'an error inside the agent' };
  });
  if (!outcome.applied) {
    ctx.status.patch(key, {
      state: outcome.state,
      message: outcome.message,
      waitsFor: outcome.waitsFor,
      health: ctx.index.get(key) ? (ctx.status.get(key)?.health ?? 'unknown') : 'missing',
    });
    return outcome;
  }
  const before = ctx.status.get(key);
  const changed = ctx.index.get(key)?.sha256 !== sha256;
  book(ctx, key, sha256, outcome.live);
  if (changed && outcome.live.kind === 'CustomResourceDefinition')
    ctx.definedAt.set(outcome.live.metadata.name.slice(outcome.live.metadata.name.indexOf('.') + 1), ctx.now());
  const { health, message } = healthOf(outcome.live);
  ctx.status.patch(key, {
    sha256,
    state: 'applied',
    health,
    message,
    waitsFor: undefined,
    conflicts: outcome.conflicts.length > 0 || changed ? outcome.conflicts : before?.conflicts,
    drift: changed ? undefined : before?.drift,
  });
  ctx.onApplied(key, outcome.live);
  return outcome;
}

/** Keeps what must be kept of an object that is now as we want it. */
export function book(ctx: Context, key: string, sha256: string, live: Live): void {
  ctx.index.set({
    key,
    sha256,
    apiVersion: live.apiVersion,
    digest: ownedDigest(live) ?? '-',
    resourceVersion: live.metadata.resourceVersion ?? '',
  });
}

type Attempt = { signal?: AbortSignal | undefined; waitingSince?: number | undefined; remade?: Live | undefined };

async function attempt(
  ctx: Context,
  { desired, gate }: NonNullable<ReturnType<Context['current']>>,
  key: string,
  sha256: string,
  { signal, waitingSince, remade }: Attempt,
): Promise<Applied> {
  const namespace = namespaceNeeded(key, (listed) => desired.entries.has(listed));
  if (namespace && !ctx.index.get(namespace))
    return { applied: false, state: 'waiting', message: `waits for namespace ${parseKey(namespace).name}`, waitsFor: namespace };

  let blob: Resource;
  try {
    blob = await desired.blob(sha256);
  } catch (error) {
    return {
      applied: false,
      state: 'waiting',
      message: `its content could not be fetched: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  if (resourceKey(blob) !== key) return { applied: false, state: 'failed', message: `the blob ${sha256} is of ${resourceKey(blob)}` };

  let resource = blob;
  if (groupOf(blob.apiVersion) === 'recipe.home-base') {
    if (!isRecipe(blob) || blob.kind !== 'GeneratedSecret')
      return {
        applied: false,
        state: 'failed',
        message: `this version of the agent does not know ${blob.apiVersion} ${blob.kind}; update the agent`,
      };
    const made = await follow(ctx, desired, blob, remade);
    if ('applied' in made) return made;
    resource = made.resource;
  }
  resource = withManagedLabel(resource);

  if (stageOf(resource) === stages.custom || isWebhookConfiguration(resource.kind)) {
    const info = await ctx.kube.resolve({
      group: groupOf(resource.apiVersion),
      kind: resource.kind,
      version: versionOf(resource.apiVersion),
    });
    if (!info) {
      const definition = definitionOf(groupOf(resource.apiVersion), desired.entries.keys());
      return {
        applied: false,
        state: 'waiting',
        message: `the API server does not serve ${resource.apiVersion} ${resource.kind} yet`,
        waitsFor: definition,
        soon: ctx.index.get(definition) !== undefined,
      };
    }
    const isPatient = isWebhookConfiguration(resource.kind) || ctx.now() - (waitingSince ?? ctx.now()) < gatePatienceMs;
    const service = isPatient ? await gate.blocking(resource, info) : undefined;
    if (service)
      return {
        applied: false,
        state: 'waiting',
        message: `waits for a ready endpoint of Service ${parseKey(service).namespace}/${parseKey(service).name}, whose webhook must answer`,
        waitsFor: service,
      };
  }
  return send(ctx, key, resource, signal);
}

async function follow(
  ctx: Context,
  desired: DesiredState,
  recipe: Resource,
  remade: Live | undefined,
): Promise<{ resource: Resource } | Applied> {
  const { namespace, name } = recipe.metadata;
  const key = resourceKey(recipe);
  const readLive = (inNamespace: string | undefined, named: string) =>
    ctx.kube.get({ apiVersion: 'v1', group: '', kind: 'Secret', namespace: inNamespace, name: named });
  const live = await readLive(namespace, name);
  if (!live.ok && live.error.status !== 404) return { applied: false, ...setbackOf(key, live.error) };
  const readSecret = async (inNamespace: string, named: string) => {
    // The agent may read every Secret, because an operator's role has to: a recipe may not.
    if (!ctx.isSecretSource(inNamespace))
      throw new Error(`this recipe copies from namespace ${inNamespace}, which is not one of the installation's`);
    // A source that is about to be made anew would hand out its old value, and nobody would copy again.
    const sourceKey = resourceKey({ ...recipe, metadata: { name: named, namespace: inNamespace } });
    const listed = desired.entries.get(sourceKey);
    if (listed && ctx.index.get(sourceKey)?.sha256 !== listed[1]) return undefined;
    const source = await readLive(inNamespace, named);
    return source.ok ? secretValues(source.value) : undefined;
  };
  const made = await makeSecret(recipe, live.ok ? live.value : remade, { random: ctx.random, readSecret });
  return made.made ? { resource: made.secret } : { applied: false, state: 'waiting', message: made.message, waitsFor: made.waitsFor };
}

/** Unforced first, so that a conflict is seen; then by force. An immutable field: anew where the resource allows it. */
async function send(ctx: Context, key: string, resource: Resource, signal: AbortSignal | undefined): Promise<Applied> {
  let conflicts: string[] = [];
  let answer = await ctx.kube.apply(resource, { ...(signal && { signal }) });
  if (!answer.ok) {
    conflicts = conflictsOf(answer.error);
    if (conflicts.length > 0) {
      ctx.log('info', `${key}: taking fields that others hold`, { conflicts: conflicts.join('; ') });
      answer = await ctx.kube.apply(resource, { force: true, ...(signal && { signal }) });
    }
  }
  if (!answer.ok && immutableFields(answer.error).length > 0 && resource.metadata.annotations?.[annotations.recreate] === 'true') {
    answer = await recreate(ctx, resource);
  }
  if (!answer.ok) return { applied: false, ...setbackOf(key, answer.error) };
  const [unknown] = answer.warnings.filter((warning) => warning.startsWith('unknown field'));
  if (unknown && ctx.now() - (ctx.definedAt.get(groupOf(resource.apiVersion)) ?? Number.NEGATIVE_INFINITY) < newDefinitionMs) {
    return { applied: false, state: 'waiting', message: `the API server does not know the newest definition yet: ${unknown}`, soon: true };
  }
  if (unknown) ctx.log('warn', `${key}: the API server dropped a field that it does not know`, { warning: unknown });
  return { applied: true, live: answer.value, resource, conflicts };
}

async function recreate(ctx: Context, resource: Resource): Promise<Answer<Live>> {
  const ref = {
    apiVersion: resource.apiVersion,
    group: groupOf(resource.apiVersion),
    kind: resource.kind,
    namespace: resource.metadata.namespace,
    name: resource.metadata.name,
  };
  ctx.log(
    'info',
    `${resource.kind} ${resource.metadata.namespace ?? ''}/${resource.metadata.name} is deleted and made anew: an immutable field changed`,
  );
  const deleted = await ctx.kube.delete(ref, { propagation: 'Background' });
  if (!deleted.ok && deleted.error.status !== 404) return deleted;
  for (let tries = 0; tries < 40; tries += 1) {
    const live = await ctx.kube.get(ref);
    if (!live.ok && live.error.status === 404) break;
    await new Promise((resolve) => setTimeout(resolve, Math.min(1000, 25 * 2 ** tries)));
  }
  return ctx.kube.apply(resource, { force: true });
}

/** The watches select by this label; an object without it would not be observed, nor ever be removed. */
function withManagedLabel(resource: Resource): Resource {
  if (resource.metadata.labels?.[labels.managed] === 'true') return resource;
  return { ...resource, metadata: { ...resource.metadata, labels: { ...resource.metadata.labels, [labels.managed]: 'true' } } };
}

/** Reference of the live object of an entry, for a GET or DELETE. */
export function refOf(
  key: string,
  apiVersion?: string,
): { apiVersion?: string; group: string; kind: string; namespace?: string; name: string } {
  const { group, kind, namespace, name } = parseKey(liveKeyOf(key));
  return { group, kind, name, ...(namespace !== undefined && { namespace }), ...(apiVersion !== undefined && { apiVersion }) };
}
