import { env } from 'cloudflare:workers';
import { Problem } from '@home-base/schema/wire/problem.ts';
import { beforeAll, expect, test } from 'vitest';
import { type Forgery, makeAgentKeys, nothingYet, signed } from '../agents/testing/agent-client.ts';
import { type EnrolledAgent, enrolAnAgent } from '../agents/testing/enrolled-agent.ts';
import { serve } from '../serve.ts';
import { useApi } from '../testing/use-api.ts';

const { call, fetchWorker, org } = useApi();
const worker = serve(async () => new Response('a page'));
const reports = '/v1/agent/reports';
const body = JSON.stringify(nothingYet);

let agent: EnrolledAgent;
beforeAll(async () => {
  agent = await enrolAnAgent(call, fetchWorker, org());
});

/** A request whose body never ends, and how much of it was read. */
async function endless(path: string, headers: Record<string, string>, bindings: Record<string, unknown> = env) {
  let readBytes = 0;
  const pull = (controller: ReadableStreamDefaultController) => {
    readBytes += 1 << 20;
    controller.enqueue(new Uint8Array(1 << 20));
  };
  const request = new Request(`https://home.example.com${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: new ReadableStream({ pull }, { highWaterMark: 0 }),
  });
  const effects: Promise<unknown>[] = [];
  const answer = await worker.fetch(request, bindings, { waitUntil: (work) => effects.push(work) });
  const problem = Problem.parse(await answer.json());
  await Promise.all(effects);
  return { status: answer.status, detail: problem.detail, readBytes };
}
const sign = (forgery: Forgery = {}, path = reports) => signed(agent.keys, agent.keyId, 'POST', path, body, forgery);

test('nothing of a body is read before it is known who signed it', async () => {
  const stranger = await makeAgentKeys();
  const unread = async (headers: Record<string, string>, status: number, detail: RegExp, path = reports) =>
    expect(await endless(path, headers)).toEqual({ status, detail: expect.stringMatching(detail), readBytes: 0 });
  await unread({ 'signature-input': 'x' }, 401, /not signed as an agent signs/);
  const { 'content-digest': _, ...undigested } = await sign();
  await unread(undigested, 401, /not signed as an agent signs/);
  await unread(await sign({ ageSeconds: 75 }), 401, /at most 60 are accepted/);
  await unread(await sign({ keyId: 'agent_01k4m2r8fhe9qv7n3p5s6t8w9x' }), 401, /No agent has the key/);
  await unread(await sign({ signWith: stranger }), 401, /does not fit/);
  const projects = `/v1/installations/${agent.installationId}/projects`;
  await unread(await sign({}, projects), 403, /may only fetch its own state/, projects);
  const nonce = 'sent-twice-by-somebody';
  expect((await agent.send('POST', '/v1/agent/bundle', nothingYet, { nonce })).status).not.toBe(401);
  await unread(await sign({ nonce }), 401, /received before/);
});

test('of a body that an agent signed no more is read than the route takes', async () => {
  const { status, readBytes } = await endless(reports, await sign());
  expect(status).toBe(413);
  expect(readBytes).toBeLessThanOrEqual(17 << 20);
  expect(readBytes).toBeGreaterThan(16 << 20);
});

test('a revoked agent is out before its body is read', async () => {
  const revoked = await enrolAnAgent(call, fetchWorker, org());
  const path = `/v1/installations/${revoked.installationId}/agents/${revoked.keyId}`;
  expect((await call(path, { method: 'DELETE', key: org().keys.owner })).status).toBe(204);
  const answer = await endless(reports, await signed(revoked.keys, revoked.keyId, 'POST', reports, body));
  expect(answer).toEqual({ status: 401, detail: expect.stringContaining('revoked'), readBytes: 0 });
});

test('one address asks so often and no more, whoever it says that it is, and only its own requests wait', async () => {
  const asked: string[] = [];
  const isSpent = (name: string) => name === 'signed:203.0.113.9';
  const LIMITER = {
    idFromName: (name: string) => name,
    get: (name: string) => ({
      fetch: async () => {
        asked.push(name);
        return new Response(null, isSpent(name) ? { status: 429, headers: { 'retry-after': '7' } } : { status: 204 });
      },
    }),
  };
  const unknown = { keyId: 'agent_01k4m2r8fhe9qv7n3p5s6t8w9x' };
  const from = async (address: string, forgery: Forgery) =>
    endless(reports, { ...(await sign(forgery)), 'cf-connecting-ip': address }, { ...env, LIMITER });
  for (const forgery of [{}, unknown])
    expect(await from('203.0.113.9', forgery)).toEqual({
      status: 429,
      detail: 'Too many requests. Try again in 7 s.',
      readBytes: 0,
    });
  expect(asked).toEqual(['signed:203.0.113.9', 'signed:203.0.113.9']);
  expect(await from('203.0.113.10', unknown)).toMatchObject({ status: 401 });
});

test('a nonce counts only once the signature is right: nobody else can use it up', async () => {
  const nonce = 'guessed-by-a-stranger';
  const bundle = (forgery: Forgery) => agent.send('POST', '/v1/agent/bundle', nothingYet, { nonce, ...forgery });
  expect(await bundle({ signWith: await makeAgentKeys() })).toMatchObject({ status: 401 });
  expect((await bundle({})).status).not.toBe(401);
});
