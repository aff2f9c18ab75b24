import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ControlPlane, startControlPlane } from '@home-base/dev/kube/control-plane.ts';
import { pollUntil } from '@home-base/dev/process/poll.ts';
import { GeneratedSecret } from '@home-base/schema/kube/recipe.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { stageOf } from '@home-base/schema/kube/stage.ts';
import { z } from 'zod';
import { kindOf } from '../kinds.ts';
import { ingest, standIns, type UpstreamResource } from '../upstream/ingest.ts';

/** A bare API server in a folder of its own; `stop` removes both. */
export async function startCluster(): Promise<ControlPlane> {
  const dir = mkdtempSync(join(tmpdir(), 'home-base-catalog-'));
  const plane = await startControlPlane({ dir, kwok: false, controllerManager: false });
  return {
    ...plane,
    stop: async () => {
      await plane.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The true definitions where HOME_BASE_UPSTREAM names them, else stand-ins; says which. */
export async function definitions(): Promise<{ resources: UpstreamResource[]; standIn: boolean }> {
  const mirror = process.env.HOME_BASE_UPSTREAM;
  if (mirror) return ingest({ mirror, network: false, allowStandIns: false });
  console.warn('NOT RUN against the true definitions: HOME_BASE_UPSTREAM is not set, so stand-ins accept any field');
  return { resources: standIns(), standIn: true };
}

/** Path of an object; a recipe is the Secret that it becomes. */
export function pathOf(resource: Resource): string {
  const { plural, scope } = kindOf(resource);
  const version = resource.kind === 'GeneratedSecret' ? 'v1' : resource.apiVersion;
  const root = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
  const namespace = scope === 'Namespaced' ? `/namespaces/${resource.metadata.namespace}` : '';
  return `${root}${namespace}/${plural}/${encodeURIComponent(resource.metadata.name)}`;
}

/** What the API server gets: a recipe as a Secret with values that nobody uses. */
function toLive(resource: Resource): Resource {
  if (resource.kind !== 'GeneratedSecret') return resource;
  const { metadata, spec } = GeneratedSecret.parse(resource);
  const { name, namespace, labels = {} } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels },
    type: spec.type,
    stringData: Object.fromEntries(Object.keys(spec.keys).map((key) => [key, 'made-in-a-test'])),
  };
}

export type Answer = { status: number; message: string };

/** Server-side apply with unknown fields refused. */
export async function apply(
  api: ControlPlane['api'],
  resource: Resource,
  { dryRun = false, manager = 'catalog-test' } = {},
): Promise<Answer> {
  const path = `${pathOf(resource)}?fieldManager=${manager}&force=true&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
  const { status, body } = await api.send('PATCH', path, toLive(resource), 'application/apply-patch+yaml');
  return { status, message: status < 300 ? '' : (JSON.parse(body).message ?? body) };
}

export function isAccepted({ status }: Answer): boolean {
  return status === 200 || status === 201;
}

const Live = z.object({ status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })) }) });

/** Applies definitions and waits until each is served. */
export async function applyDefinitions(api: ControlPlane['api'], resources: readonly UpstreamResource[]): Promise<void> {
  await inParallel(resources, async ({ resource }) => {
    const answer = await apply(api, resource);
    if (!isAccepted(answer)) throw new Error(`${resource.metadata.name}: ${answer.message}`);
  });
  await inParallel(resources, ({ resource }) =>
    pollUntil(
      `${resource.metadata.name} being served`,
      async () => {
        const { status } = Live.parse(await api.get(pathOf(resource)));
        return status.conditions.some((condition) => condition.type === 'Established' && condition.status === 'True') ? true : undefined;
      },
      { timeoutMs: 60_000 },
    ),
  );
}

/** In apply order, so that what is needed comes first. */
export function byStage(resources: Iterable<Resource>): Resource[] {
  return [...resources].sort((a, b) => stageOf(a) - stageOf(b));
}

/** At most eight at a time. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
}
