import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { ResourceReport } from '@home-base/schema/wire/agent.ts';
import { type Entry, Manifest, Page } from '@home-base/schema/wire/manifest.ts';
import { describe, expect, test, vi } from 'vitest';
import { makeReport, nothingYet } from '../agents/testing/agent-client.ts';
import { type EnrolledAgent, enrolAnAgent, holdings, timestampVersion } from '../agents/testing/enrolled-agent.ts';
import { parseEnv } from '../env.ts';
import { useApi } from '../testing/use-api.ts';

const { client, call, fetchWorker, org } = useApi();
const { ROOM: rooms } = parseEnv(env);

const enrolled = () => enrolAnAgent(call, fetchWorker, org());
/** The room loses its memory, as at a deployment or after idling. */
const evict = ({ installationId }: EnrolledAgent) => evictDurableObject(rooms.get(rooms.idFromName(installationId)));
const setting = (agent: EnrolledAgent, action: 'pause' | 'resume') =>
  call(`/v1/installations/${agent.installationId}/${action}`, { method: 'POST', key: org().keys.owner });
const versions = async (agent: EnrolledAgent) => {
  const { items } = (await call(`/v1/installations/${agent.installationId}/snapshots`, { key: org().keys.viewer })).body as {
    items: { version: number }[];
  };
  return items.map((item) => item.version);
};

describe('room', () => {
  test('a restart opens no window for a replay, and timestamps never go back', async () => {
    const agent = await enrolled();
    const first = await agent.firstBundle();
    const nonce = 'sent-before-the-restart';
    expect((await agent.send('POST', '/v1/agent/bundle', nothingYet, { nonce })).status).toBe(200);
    await evict(agent);
    expect((await agent.send('POST', '/v1/agent/bundle', nothingYet, { nonce })).status).toBe(401);
    const second = await agent.bundle();
    expect(timestampVersion(second)).toBeGreaterThanOrEqual(timestampVersion(first));
    expect(second.manifest).toBe(first.manifest);
  });

  test('a hibernating room keeps its sockets: ping is answered and the next publish is told', async () => {
    const agent = await enrolled();
    await agent.firstBundle();
    const socket = await agent.connect();
    await evict(agent);
    expect(await socket.ping()).toBe('pong');
    const told = socket.next();
    await setting(agent, 'pause');
    expect(await told).toEqual({ type: 'changed', version: 2 });
  });

  test('a revocation outlives a restart and closes the socket', async () => {
    const agent = await enrolled();
    await agent.firstBundle();
    const socket = await agent.connect();
    const told = socket.next();
    expect(
      (await call(`/v1/installations/${agent.installationId}/agents/${agent.keyId}`, { method: 'DELETE', key: org().keys.admin })).status,
    ).toBe(204);
    expect(await told).toEqual({ type: 'revoked' });
    expect(await socket.closed).toBe(4401);
    await evict(agent);
    expect((await agent.send('POST', '/v1/agent/bundle', nothingYet)).status).toBe(401);
  });

  test('many edits at once end in the last state, without a double version', async () => {
    const agent = await enrolled();
    const first = await agent.firstBundle();
    for (const action of ['pause', 'resume', 'pause', 'resume', 'pause'] as const) expect((await setting(agent, action)).status).toBe(200);
    await vi.waitFor(
      async () => expect(JSON.parse((await agent.bundle(holdings(first))).manifest ?? '{}')).toMatchObject({ paused: true }),
      { timeout: 10_000, interval: 50 },
    );
    const found = await versions(agent);
    expect(found).toEqual(found.map((_, index) => found.length - index));
  });

  test('publishes what was edited while the room was away', async () => {
    const agent = await enrolled();
    const first = await agent.firstBundle();
    const edited = setting(agent, 'pause');
    await evict(agent).catch(() => undefined);
    expect((await edited).status).toBe(200);
    await vi.waitFor(async () => expect((await agent.bundle(holdings(first))).manifest).toBeDefined(), { timeout: 10_000, interval: 50 });
    expect(await versions(agent)).toEqual([2, 1]);
  });

  test('a page is told of a publish; a foreign origin and a foreign org may not listen', async () => {
    const agent = await enrolled();
    await agent.firstBundle();
    const listen = (headers: Record<string, string>) =>
      fetchWorker(
        new Request(`https://home.example.com/v1/installations/${agent.installationId}/live`, {
          headers: { upgrade: 'websocket', ...headers },
        }),
      ) as Promise<Response & { webSocket: WebSocket & { accept: () => void } }>;
    const mine = { authorization: `Bearer ${org().keys.viewer}` };
    expect((await listen({ ...mine, origin: 'https://evil.example' })).status).toBe(403);
    const stranger = await client.makeOrg();
    expect((await listen({ authorization: `Bearer ${stranger.keys.owner}` })).status).toBe(404);
    const { status, webSocket } = await listen({ ...mine, origin: 'https://home.example.com' });
    expect(status).toBe(101);
    const told = new Promise<string>((resolve) =>
      webSocket.addEventListener('message', (event) => resolve(String(event.data)), { once: true }),
    );
    webSocket.accept();
    await setting(agent, 'pause');
    expect(JSON.parse(await told)).toMatchObject({ type: 'changed' });
  });

  test('a deleted installation is emptied by its agent, then its rows go and its agent is out', async () => {
    const agent = await enrolled();
    const first = await agent.firstBundle();
    const entries = Object.values(first.pages).flatMap((text) => Page.parse(JSON.parse(text)));
    const status = ([key, sha256]: Entry): ResourceReport => ({ key, sha256, state: 'applied', health: 'healthy' });
    expect((await agent.send('POST', '/v1/agent/reports', makeReport(1, entries.map(status)))).status).toBe(200);
    const { name } = (await call(`/v1/installations/${agent.installationId}`, { key: org().keys.viewer })).body as { name: string };
    const socket = await agent.connect();
    const told = socket.next();
    expect(
      await call(`/v1/installations/${agent.installationId}?confirm=${name}`, { method: 'DELETE', key: org().keys.owner }),
    ).toMatchObject({ status: 202, body: { state: 'deleting' } });
    expect(await told).toEqual({ type: 'changed', version: 2 });
    const last = Manifest.parse(JSON.parse((await agent.bundle()).manifest ?? ''));
    expect(last).toMatchObject({ decommission: true, removals: [] });
    expect(last.pages.every((page) => page.count === 0)).toBe(true);
    const keys = entries.map(([key]) => key);
    expect((await agent.send('POST', '/v1/agent/reports', makeReport(2, [], { version: 2, gone: keys.slice(1) }))).status).toBe(200);
    expect((await call(`/v1/installations/${agent.installationId}`, { key: org().keys.viewer })).status).toBe(200);
    expect((await agent.send('POST', '/v1/agent/reports', makeReport(3, [], { version: 2, gone: keys }))).status).toBe(200);
    expect((await call(`/v1/installations/${agent.installationId}`, { key: org().keys.viewer })).status).toBe(404);
    await vi.waitFor(
      async () =>
        expect(await agent.send('POST', '/v1/agent/bundle', nothingYet)).toMatchObject({
          status: 401,
          body: { detail: expect.stringContaining('deleted') },
        }),
      { timeout: 10_000, interval: 50 },
    );
  });
});
