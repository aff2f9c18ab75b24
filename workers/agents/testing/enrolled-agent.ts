import type { Id } from '@home-base/schema/ids/id.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { type BundleRequest, BundleResponse } from '@home-base/schema/wire/agent.ts';
import { Manifest } from '@home-base/schema/wire/manifest.ts';
import { Metadata, MetadataKind } from '@tufjs/models';
import { expect, vi } from 'vitest';
import type { Answer, ApiOrg, apiClient } from '../../testing/api-client.ts';
import { type AgentKeys, enrolRequest, type Forgery, makeAgentKeys, nothingYet, signed } from './agent-client.ts';

type Call = ReturnType<typeof apiClient>['call'];
type Fetch = (request: Request) => Promise<Response>;

export type EnrolledAgent = {
  keys: AgentKeys;
  keyId: string;
  installationId: Id<'installation'>;
  send: (method: string, path: string, body?: unknown, forgery?: Forgery) => Promise<Answer>;
  bundle: (request?: BundleRequest) => Promise<BundleResponse>;
  /** The first publish runs in the room's alarm: asks until it is there. */
  firstBundle: () => Promise<BundleResponse>;
  connect: () => Promise<{ next: () => Promise<unknown>; closed: Promise<number>; ping: () => Promise<string> }>;
};

let count = 0;

/** A new installation of the org with a token of its own, through the API. */
export async function newInstallation(call: Call, org: ApiOrg): Promise<{ id: Id<'installation'>; token: string }> {
  const made = await call('/v1/installations', {
    method: 'POST',
    key: org.keys.owner,
    json: { name: `a-${++count}`, usage: 'development', provider: 'kind' },
  });
  expect(made.status).toBe(201);
  const { id } = made.body as { id: Id<'installation'> };
  const answer = await call(`/v1/installations/${id}/enrolment-tokens`, { method: 'POST', key: org.keys.owner });
  expect(answer.status).toBe(201);
  return { id, token: (answer.body as { token: string }).token };
}

/** An agent that enrolled through the API and signs as one does. */
export async function enrolAnAgent(call: Call, fetchWorker: Fetch, org: ApiOrg): Promise<EnrolledAgent> {
  const { id: installationId, token } = await newInstallation(call, org);
  const keys = await makeAgentKeys();
  const answer = await call('/v1/agent/enrol', { method: 'POST', json: await enrolRequest(keys, token) });
  expect(answer.status).toBe(200);
  const { keyId } = answer.body as { keyId: string };
  const send: EnrolledAgent['send'] = async (method, path, body, forgery = {}) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { 'content-type': 'application/json', ...(await signed(keys, keyId, method, path, text, forgery)) };
    return call(forgery.sentPath ?? path, { method, headers, ...(body === undefined ? {} : { text: forgery.sentBody ?? text }) });
  };
  const bundle = async (request = nothingYet) => {
    const answered = await send('POST', '/v1/agent/bundle', request);
    expect(answered.status).toBe(200);
    return BundleResponse.parse(answered.body);
  };
  const connect = async () => {
    const headers = { upgrade: 'websocket', ...(await signed(keys, keyId, 'GET', '/v1/agent/connect', '')) };
    const response = (await fetchWorker(new Request('https://home.example.com/v1/agent/connect', { headers }))) as Response & {
      webSocket: WebSocket & { accept: () => void };
    };
    expect(response.status).toBe(101);
    const { webSocket } = response;
    const message = () =>
      new Promise<string>((resolve) => webSocket.addEventListener('message', (event) => resolve(String(event.data)), { once: true }));
    const closed = new Promise<number>((resolve) => webSocket.addEventListener('close', (event) => resolve(event.code)));
    webSocket.accept();
    return {
      next: async () => JSON.parse(await message()),
      closed,
      ping: () => {
        const answered = message();
        webSocket.send('ping');
        return answered;
      },
    };
  };
  return {
    keys,
    keyId,
    installationId,
    send,
    bundle,
    connect,
    firstBundle: () => vi.waitFor(() => bundle(), { timeout: 10_000, interval: 50 }),
  };
}

/** What an agent that took a whole bundle names in its next request. */
export function holdings(bundle: BundleResponse): BundleRequest {
  const manifest = Manifest.parse(JSON.parse(bundle.manifest ?? ''));
  const tuf = Metadata.fromJSON(MetadataKind.Targets, JSON.parse(bundle.targets ?? '')).signed.version;
  const have = { root: 1, timestamp: 1, snapshot: tuf, targets: tuf };
  return { have, manifest: sha256Hex(bundle.manifest ?? ''), pages: manifest.pages.map((page) => page.sha256) };
}

export function timestampVersion(bundle: BundleResponse): number {
  return Metadata.fromJSON(MetadataKind.Timestamp, JSON.parse(bundle.timestamp)).signed.version;
}
