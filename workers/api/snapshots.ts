import { ListQuery, listOf } from '@home-base/schema/wire/list.ts';
import {
  ResourceDiff,
  RollbackPreview,
  RollbackQuery,
  RollbackResult,
  Snapshot,
  SnapshotDiff,
  SnapshotResource,
} from '@home-base/schema/wire/snapshots.ts';
import { z } from 'zod';
import { diffResource } from '../snapshots/diff-resource.ts';
import { diffSnapshots } from '../snapshots/diff-snapshots.ts';
import { getSnapshot } from '../snapshots/get-snapshot.ts';
import { listSnapshotResources } from '../snapshots/list-snapshot-resources.ts';
import { listSnapshots } from '../snapshots/list-snapshots.ts';
import { previewRollback } from '../snapshots/preview-rollback.ts';
import { rollback } from '../snapshots/rollback.ts';
import { defineRoute } from './define-route.ts';
import { InstallationParams } from './params.ts';
import { toJson } from './to-json.ts';

const tag = 'Snapshots';
const all = '/v1/installations/{installationId}/snapshots';
const Version = z.coerce.number().int().min(1).max(2_147_483_647);
const SnapshotParams = InstallationParams.extend({ version: Version });
const DiffParams = InstallationParams.extend({ from: Version, to: Version });

export const snapshotRoutes = [
  defineRoute({
    method: 'get',
    path: all,
    id: 'listSnapshots',
    summary: 'Published snapshots, newest first',
    tag,
    access: 'snapshots:read',
    params: InstallationParams,
    query: ListQuery,
    response: listOf(Snapshot),
    run: async (ctx, { params, query }) => toJson(await listSnapshots(ctx, { ...params, ...query })),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{version}`,
    id: 'getSnapshot',
    summary: 'One snapshot',
    tag,
    access: 'snapshots:read',
    params: SnapshotParams,
    response: Snapshot,
    run: async (ctx, { params }) => toJson(await getSnapshot(ctx, params)),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{version}/resources`,
    id: 'listSnapshotResources',
    summary: 'What a snapshot lists, with its present state',
    tag,
    access: 'snapshots:read',
    params: SnapshotParams,
    query: ListQuery,
    response: listOf(SnapshotResource),
    run: async (ctx, { params, query }) => toJson(await listSnapshotResources(ctx, { ...params, ...query })),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{from}/diff/{to}`,
    id: 'diffSnapshots',
    summary: 'Resources that differ between two snapshots',
    tag,
    access: 'snapshots:read',
    params: DiffParams,
    response: SnapshotDiff,
    run: (ctx, { params }) => diffSnapshots(ctx, params),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{from}/diff/{to}/resources/{key}`,
    id: 'diffResource',
    summary: 'One resource in two snapshots, field by field',
    tag,
    access: 'snapshots:read',
    params: DiffParams.extend({ key: z.string().max(700) }),
    response: ResourceDiff,
    run: async (ctx, { params }) => toJson(await diffResource(ctx, params)),
  }),
  defineRoute({
    method: 'get',
    path: `${all}/{version}/rollback`,
    id: 'previewRollback',
    summary: 'What a rollback would do',
    tag,
    access: 'snapshots:read',
    params: SnapshotParams,
    response: RollbackPreview,
    run: async (ctx, { params }) => toJson(await previewRollback(ctx, params)),
  }),
  defineRoute({
    method: 'post',
    path: `${all}/{version}/rollback`,
    id: 'rollback',
    summary: 'Publish an older snapshot again and restore its rows',
    tag,
    access: 'snapshots:write',
    params: SnapshotParams,
    query: RollbackQuery,
    response: RollbackResult,
    run: (ctx, { params, query }) => rollback(ctx, { ...params, ...query }),
  }),
];
