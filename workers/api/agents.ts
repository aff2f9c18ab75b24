import { idSchema } from '@home-base/schema/ids/id.ts';
import {
  BlobsRequest,
  BlobsResponse,
  BundleRequest,
  EnrolRequest,
  EnrolResponse,
  Report,
  ReportResponse,
} from '@home-base/schema/wire/agent.ts';
import { Agent } from '@home-base/schema/wire/agents.ts';
import { Sha256 } from '@home-base/schema/wire/manifest.ts';
import { z } from 'zod';
import { enrolAgent } from '../agents/enrol.ts';
import { fetchBlobs, fetchBundle } from '../agents/fetch-bundle.ts';
import { installManifest } from '../agents/install-manifest.ts';
import { renderInstallScript } from '../agents/install-script.ts';
import { listAgents } from '../agents/list-agents.ts';
import { takeReport } from '../agents/report.ts';
import { revokeAgent } from '../agents/revoke-agent.ts';
import { connectAgent } from '../live/connect-agent.ts';
import { connectBrowser } from '../live/connect-browser.ts';
import { Refusal } from '../refusal.ts';
import { readRoot } from '../trust/read-files.ts';
import { defineRoute } from './define-route.ts';
import { immutable } from './immutable.ts';
import { InstallationParams } from './params.ts';

const tag = 'Agents';
const json = { contentType: 'application/json' };
const reportBytes = 16 << 20;
const raw = (body: string, contentType: string, cacheControl = 'no-store') =>
  new Response(body, { headers: { 'content-type': contentType, 'cache-control': cacheControl } });

export const agentRoutes = [
  defineRoute({
    method: 'get',
    path: '/install.sh',
    id: 'getInstallScript',
    summary: 'The script behind the one-liner',
    tag,
    access: 'public',
    response: { contentType: 'text/x-shellscript', description: 'POSIX sh' },
    run: async (ctx) => raw(renderInstallScript(ctx.env.PUBLIC_URL), 'text/x-shellscript; charset=utf-8', 'public, max-age=60'),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/agent/manifest.yaml',
    id: 'getAgentManifest',
    summary: 'The agent’s Kubernetes manifest, for an unused enrolment token',
    tag,
    access: 'public',
    response: {
      contentType: 'application/yaml',
      description: 'For `kubectl apply --server-side -f -`; the enrolment Secret comes from the install script',
    },
    run: async (ctx, { request }) => {
      const token = /^Bearer +([A-Za-z0-9_-]{20,200})$/i.exec(request.headers.get('authorization') ?? '')?.[1];
      if (!token) throw new Refusal('unauthenticated', 'Send the enrolment token as "Authorization: Bearer …".');
      return raw(await installManifest(ctx, token), 'application/yaml; charset=utf-8');
    },
  }),
  defineRoute({
    method: 'get',
    path: '/v1/agent/root/{sha256}',
    id: 'getRoot',
    summary: 'A trusted TUF root by the sha256 of its bytes',
    tag,
    access: 'public',
    params: z.object({ sha256: Sha256 }),
    response: { ...json, description: 'Root metadata, byte for byte' },
    run: async (ctx, { params }) => immutable(await readRoot(ctx, params.sha256), 'public'),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/agent/enrol',
    id: 'enrolAgent',
    summary: 'Turn a single-use token into an agent',
    tag,
    access: 'public',
    body: EnrolRequest,
    maxBytes: 16 << 10,
    response: EnrolResponse,
    run: async (ctx, { body }) => enrolAgent(ctx, body),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/agent/bundle',
    id: 'getBundle',
    summary: 'Everything newer than what the agent names',
    tag,
    access: 'agent:sync',
    body: BundleRequest,
    response: { ...json, description: 'BundleResponse of schema/wire/agent.ts' },
    run: async (ctx, { body }) => raw(await fetchBundle(ctx, body), 'application/json'),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/agent/blobs',
    id: 'getBlobs',
    summary: 'Resources by their sha256, as many as fit 4 MiB',
    tag,
    access: 'agent:sync',
    body: BlobsRequest,
    response: BlobsResponse,
    run: (ctx, { body }) => fetchBlobs(ctx, body),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/agent/blobs/{sha256}',
    id: 'getBlob',
    summary: 'One resource by its sha256',
    tag,
    access: 'agent:sync',
    params: z.object({ sha256: Sha256 }),
    response: { ...json, description: 'RFC 8785 bytes of the resource' },
    run: async (ctx, { params }) => immutable((await fetchBlobs(ctx, { sha256: [params.sha256] })).blobs[params.sha256] ?? '', 'private'),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/agent/reports',
    id: 'report',
    summary: 'Status of the agent and of every resource that changed',
    tag,
    access: 'agent:sync',
    body: Report,
    maxBytes: reportBytes,
    response: ReportResponse,
    run: (ctx, { body }) => takeReport(ctx, body),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/agent/connect',
    id: 'connectAgent',
    summary: 'WebSocket: told when there is something new',
    tag,
    access: 'agent:sync',
    response: { ...json, description: 'Messages: AgentNudge of schema/wire/agent.ts' },
    run: (ctx, { request }) => connectAgent(ctx, request),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/installations/{installationId}/live',
    id: 'connectBrowser',
    summary: 'WebSocket: told when rows of the installation changed',
    tag,
    access: 'installations:read',
    params: InstallationParams,
    response: { ...json, description: '`{ "type": "changed", "version"?: number }`' },
    run: (ctx, { params, request }) => connectBrowser(ctx, params.installationId, request),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/installations/{installationId}/agents',
    id: 'listAgents',
    summary: 'Agents that ever enrolled',
    tag,
    access: 'installations:read',
    params: InstallationParams,
    response: z.object({ items: z.array(Agent) }),
    run: async (ctx, { params }) => ({ items: z.array(Agent).parse(JSON.parse(JSON.stringify(await listAgents(ctx, params)))) }),
  }),
  defineRoute({
    method: 'delete',
    path: '/v1/installations/{installationId}/agents/{agentId}',
    id: 'revokeAgent',
    summary: 'Revoke an agent’s key, at once',
    tag,
    access: 'enrolment-tokens:write',
    params: InstallationParams.extend({ agentId: idSchema('agent') }),
    run: (ctx, { params }) => revokeAgent(ctx, params),
  }),
];
