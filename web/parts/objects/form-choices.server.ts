import type { Id } from '@home-base/schema/ids/id.ts';
import { listBatteries } from '@home-base/workers/batteries/list.ts';
import type { Ctx } from '@home-base/workers/context.ts';
import { getFacts } from '@home-base/workers/installations/get-facts.ts';
import { listObjects } from '@home-base/workers/objects/list.ts';
import { listProjects } from '@home-base/workers/projects/list.ts';
import type { FormChoices } from './form-choices.ts';
import type { KindPage } from './kinds.ts';

/** Most that a form offers to choose from; more can still be named in the API. */
const limit = 200;

/** What the form of this kind offers, read in parallel. */
export async function loadFormChoices(ctx: Ctx, kind: KindPage, installationId: Id<'installation'>): Promise<FormChoices> {
  const [{ facts }, batteries, projects, clusters, redis] = await Promise.all([
    getFacts(ctx, { installationId }),
    listBatteries(ctx, { installationId }),
    listProjects(ctx, { installationId, limit }),
    kind.collection === 'ferretServices' ? listObjects(ctx, 'postgresClusters', { installationId, limit }) : undefined,
    kind.collection === 'redisInstances' ? listObjects(ctx, 'redisInstances', { installationId, limit }) : undefined,
  ]);
  const enabled = batteries.items.map(({ type }) => type);
  return {
    nodes: (facts?.nodes ?? []).filter(({ ready }) => ready).map(({ cpuMillis, memoryBytes }) => ({ cpuMillis, memoryBytes })),
    growsNodes: enabled.includes('karpenter'),
    storageClasses: (facts?.storageClasses ?? []).map(({ name, isDefault }) => ({ name, isDefault })),
    backups: kind.collection === 'postgresClusters' ? (facts?.backups ?? []).map(({ name, cluster }) => ({ name, cluster })) : [],
    enabled,
    projects: projects.items.map(({ id, name }) => ({ id, name })),
    postgresClusters: (clusters?.items ?? []).filter(({ documentdb }) => documentdb).map(({ name }) => name),
    replications: (redis?.items ?? []).filter(({ mode }) => mode === 'replication').map(({ name }) => name),
  };
}
