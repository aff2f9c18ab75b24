import { Sha256 } from '@home-base/schema/wire/manifest.ts';
import { z } from 'zod';
import { readBlob, readTimestamp, readTufFile } from '../trust/read-files.ts';
import { defineRoute } from './define-route.ts';
import { immutable } from './immutable.ts';
import { InstallationParams } from './params.ts';

const tag = 'Trust';
const base = '/v1/installations/{installationId}';
const response = { contentType: 'application/json', description: 'The very bytes that were signed or hashed' };

/** The installation's TUF repository, for its agent and for any auditor with read permission. */
export const tufRoutes = [
  defineRoute({
    method: 'get',
    path: `${base}/tuf/timestamp.json`,
    id: 'getTufTimestamp',
    summary: 'Newest TUF timestamp',
    tag,
    access: 'trust:read',
    params: InstallationParams,
    response,
    run: async (ctx, { params }) =>
      new Response(await readTimestamp(ctx, params), { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } }),
  }),
  defineRoute({
    method: 'get',
    path: `${base}/tuf/{file}`,
    id: 'getTufMetadata',
    summary: 'Signed metadata: {N}.root.json, {N}.snapshot.json, {N}.targets.json',
    tag,
    access: 'trust:read',
    params: InstallationParams.extend({
      file: z.string().regex(/^\d{1,9}\.(root|snapshot|targets)\.json$/, 'expected {N}.root.json, {N}.snapshot.json or {N}.targets.json'),
    }),
    response,
    run: async (ctx, { params }) =>
      immutable(await readTufFile(ctx, { installationId: params.installationId, path: params.file }), 'private'),
  }),
  defineRoute({
    method: 'get',
    path: `${base}/tuf/targets/{file}`,
    id: 'getTufTarget',
    summary: 'A manifest: {sha256}.manifest.json',
    tag,
    access: 'trust:read',
    params: InstallationParams.extend({ file: z.string().regex(/^[0-9a-f]{64}\.manifest\.json$/, 'expected {sha256}.manifest.json') }),
    response,
    run: async (ctx, { params }) =>
      immutable(await readTufFile(ctx, { installationId: params.installationId, path: `targets/${params.file}` }), 'private'),
  }),
  defineRoute({
    method: 'get',
    path: `${base}/blobs/{sha256}`,
    id: 'getInstallationBlob',
    summary: 'A page or resource that a recent snapshot lists',
    tag,
    access: 'trust:read',
    params: InstallationParams.extend({ sha256: Sha256 }),
    response,
    run: async (ctx, { params }) => immutable(await readBlob(ctx, params), 'private'),
  }),
];
