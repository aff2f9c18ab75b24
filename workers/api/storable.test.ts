import { expect, test } from 'vitest';
import { makeReport } from '../agents/testing/agent-client.ts';
import { enrolAnAgent } from '../agents/testing/enrolled-agent.ts';
import { Refusal } from '../refusal.ts';
import { useApi } from '../testing/use-api.ts';
import { requireStorable } from './storable.ts';

const { call, fetchWorker, org } = useApi();

const rename = (text: string) => call('/v1/org', { method: 'PATCH', key: org().keys.owner, text });
const refused = (path: string, message: RegExp) => ({
  status: 422,
  body: { code: 'invalid', issues: [{ path, message: expect.stringMatching(message) }] },
});

test('a character that cannot be stored is refused by its place, and says what to remove', async () => {
  expect(await rename(String.raw`{"name":"a\u0000b"}`)).toMatchObject(
    refused('name', /^this text has the character U\+0000 in it.*remove it$/),
  );
  expect(await rename(String.raw`{"name":"cut \ud83d"}`)).toMatchObject(refused('name', /half of a surrogate pair.*remove it/));
  expect(await rename(String.raw`{"name":"cut \uDE00"}`)).toMatchObject(refused('name', /half of a surrogate pair/));
  expect(await rename(String.raw`{"name":"a","x\u0000":1}`)).toMatchObject(
    refused('x\ufffd', /^the name of this field has the character U\+0000/),
  );
  const installation = { name: 'i', usage: 'development', provider: 'kind' };
  const { id } = (await call('/v1/installations', { method: 'POST', key: org().keys.owner, json: installation })).body as { id: string };
  const objects = [
    { kind: 'redis-instances', spec: { name: 'a' } },
    { kind: 'redis-instances', spec: { name: 'b\0' } },
  ];
  expect(
    await call(`/v1/installations/${id}/projects`, { method: 'POST', key: org().keys.owner, json: { name: 'p', objects } }),
  ).toMatchObject(refused('objects.1.spec.name', /U\+0000/));
});

test('an agent’s report and an enrolment are looked at alike', async () => {
  const agent = await enrolAnAgent(call, fetchWorker, org());
  const key = 'core/ConfigMap/a/b';
  const report = (message: string) => makeReport(1, [{ key, state: 'failed', health: 'unknown', message }]);
  expect(await agent.send('POST', '/v1/agent/reports', report('a\0b'))).toMatchObject(refused('resources.0.message', /U\+0000/));
  expect(await agent.send('POST', '/v1/agent/reports', report('\ud83d'))).toMatchObject(refused('resources.0.message', /surrogate/));
  expect(await agent.send('POST', '/v1/agent/reports', report('\ud83d\ude00'))).toMatchObject({ status: 200 });
  expect(await call('/v1/agent/enrol', { method: 'POST', json: { token: '\0' } })).toMatchObject(refused('token', /U\+0000/));
});

test('what only looks like one is kept as it is: escaped whole pairs, and escapes of a backslash', async () => {
  for (const [text, name] of [
    [String.raw`{"name":"\ud83d\ude00"}`, '😀'],
    [String.raw`{"name":"\\u0000 and \\ud83d"}`, String.raw`\u0000 and \ud83d`],
  ] as const)
    expect(await rename(text)).toMatchObject({ status: 200, body: { name } });
  // Three backslashes are an escaped one and the escape of the character.
  expect(await rename(String.raw`{"name":"\\\u0000"}`)).toMatchObject(refused('name', /U\+0000/));
});

test('a body that is wrong everywhere, or nested without end, gets a short answer', () => {
  const text = `[${Array.from({ length: 1000 }, () => String.raw`"\u0000"`).join()}]`;
  const issuesOf = (json: string) => {
    try {
      requireStorable(json, JSON.parse(json));
    } catch (error) {
      if (error instanceof Refusal) return error.issues;
      throw error;
    }
    return [];
  };
  expect(issuesOf(text)).toHaveLength(20);
  expect(issuesOf(`${'['.repeat(100_000)}${String.raw`"\u0000"`}${']'.repeat(100_000)}`)).toMatchObject([
    { message: expect.stringContaining('deeper than 100 levels') },
  ]);
});
