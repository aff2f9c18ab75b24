import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { signUp } from '../accounts/sign-up.ts';
import { redisSpec } from '../testing/specs.ts';
import { useApi } from '../testing/use-api.ts';

const { client, call, org } = useApi();

let count = 0;
const newInstallation = async () => {
  const answer = await call('/v1/installations', {
    method: 'POST',
    key: org().keys.owner,
    json: { name: `i-${++count}`, usage: 'development', provider: 'kind' },
  });
  expect(answer.status).toBe(201);
  return (answer.body as { id: string }).id;
};

describe('problems', () => {
  test('malformed JSON, an unknown field and a wrong type are each told where and why', async () => {
    const post = (input: { text?: string; json?: unknown }) =>
      call('/v1/installations', { method: 'POST', key: org().keys.owner, ...input });
    expect(await post({ text: '{"name":' })).toMatchObject({
      status: 422,
      body: { code: 'invalid', detail: expect.stringContaining('not JSON') },
    });
    expect(await post({ json: { name: 'a', usage: 'development', provider: 'kind', colour: 'red' } })).toMatchObject({
      status: 422,
      body: { issues: [{ message: expect.stringContaining('colour') }] },
    });
    expect(await post({ json: { name: 'Not A Label', usage: 'development', provider: 'kind' } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: 'name' }] },
    });
    expect(await post({ json: { name: 'a', usage: 'party', provider: 'kind' } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: 'usage' }] },
    });
  });

  test('a misspelt field deep inside an object is refused, not dropped', async () => {
    const id = await newInstallation();
    await call(`/v1/installations/${id}/batteries/traditional_services`, {
      method: 'PUT',
      key: org().keys.owner,
      json: { withNeeds: true },
    });
    const container = { name: 'web', image: 'nginx:1.29', comand: ['sh'] };
    const spec = { ...redisSpec('web'), containers: [container] };
    const answer = await call(`/v1/installations/${id}/traditional-services`, { method: 'POST', key: org().keys.owner, json: spec });
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: 'containers.0.comand', message: 'there is no such field' }] } });
  });

  test('the objects of a new project are checked like those that come alone: kind, fields and values, each by its place', async () => {
    const id = await newInstallation();
    const post = (...objects: unknown[]) =>
      call(`/v1/installations/${id}/projects`, {
        method: 'POST',
        key: org().keys.owner,
        json: { name: 'shop', objects, enableBatteries: true },
      });
    const redis = { kind: 'redis-instances', spec: redisSpec('cache') };
    expect(await post(redis, { kind: 'redis', spec: {} })).toMatchObject({
      status: 422,
      body: { issues: [{ path: 'objects.1.kind', message: expect.stringContaining('choose one of postgres-clusters') }] },
    });
    expect(await post({ ...redis, spec: { ...redis.spec, instanses: 3 } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: 'objects.0.spec.instanses', message: 'there is no such field' }] },
    });
    expect(await post(redis, { ...redis, spec: { ...redis.spec, name: 'Not A Label' } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: 'objects.1.spec.name' }] },
    });
    expect(await post(redis)).toMatchObject({ status: 201, body: { objects: [{ name: 'cache' }], enabledBatteries: ['redis'] } });
  });

  test('a body over 1 MiB is refused, with and without a length', async () => {
    const text = JSON.stringify({ name: 'x'.repeat(1 << 20) });
    expect(await call('/v1/installations', { method: 'POST', key: org().keys.owner, text })).toMatchObject({
      status: 413,
      body: { code: 'too_large' },
    });
    const chunk = new TextEncoder().encode('x'.repeat(1 << 16));
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
    const request = new Request('https://home.example.com/v1/installations', {
      method: 'POST',
      body: endless,
      headers: { authorization: `Bearer ${org().keys.owner}`, 'content-type': 'application/json' },
    });
    expect((await exports.default.fetch(request)).status).toBe(413);
  });

  test('an answer names the request; a request id that could break a log line is replaced', async () => {
    const kept = await call('/v1/nothing-here', { headers: { 'x-request-id': 'my-request-1' } });
    expect(kept).toMatchObject({ status: 404, body: { code: 'not_found', requestId: 'my-request-1' } });
    expect(kept.headers.get('content-type')).toBe('application/problem+json');
    const replaced = await call('/v1/nothing-here', { headers: { 'x-request-id': '{"level":"forged"}' } });
    expect((replaced.body as { requestId: string }).requestId).toMatch(/^req_/);
  });

  test('a bug shows a fixed text and the request id, nothing of the inside', async () => {
    const broken = { ...env, DATABASE_URL: 'postgres://hb_edge:wrong-password@127.0.0.1:1/nowhere' };
    const { serve } = await import('../serve.ts');
    const answer = await serve(async () => new Response()).fetch(
      new Request('https://home.example.com/v1/installations', { headers: { authorization: `Bearer ${org().keys.owner}` } }),
      broken,
      { waitUntil: () => undefined },
    );
    expect(answer.status).toBeGreaterThanOrEqual(500);
    const text = await answer.text();
    expect(text).not.toMatch(/postgres|hb_edge|password|127\.0\.0\.1|stack|select/i);
  });
});

describe('batteries and objects', () => {
  test('a battery whose needs are missing is refused naming them; withNeeds enables them all', async () => {
    const { body } = await call('/v1/installations', {
      method: 'POST',
      key: org().keys.owner,
      json: { name: 'needs', usage: 'development', provider: 'provided' },
    });
    const { id } = body as { id: string };
    const put = (json: unknown) => call(`/v1/installations/${id}/batteries/battery_ca`, { method: 'PUT', key: org().keys.owner, json });
    expect(await put({})).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/needs .*withNeeds/) } });
    expect(await put({ withNeeds: true })).toMatchObject({
      status: 200,
      body: { battery: { type: 'battery_ca' }, alsoEnabled: ['cert_manager'] },
    });
    expect(await call(`/v1/installations/${id}/batteries/cert_manager`, { method: 'DELETE', key: org().keys.owner })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect(await call(`/v1/installations/${id}/batteries/battery_core`, { method: 'DELETE', key: org().keys.owner })).toMatchObject({
      status: 409,
    });
    expect(await call(`/v1/installations/${id}/batteries/teleport`, { method: 'PUT', key: org().keys.owner, json: {} })).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('battery_core') },
    });
  });

  test('an unknown or wrong field of a battery’s config is refused by name', async () => {
    const id = await newInstallation();
    const put = (config: unknown) =>
      call(`/v1/installations/${id}/batteries/redis`, { method: 'PUT', key: org().keys.owner, json: { config } });
    expect(await put({ replicas: 3 })).toMatchObject({ status: 422, body: { issues: [{ path: 'config.replicas' }] } });
    expect(await put({ redisImage: 7 })).toMatchObject({ status: 422, body: { issues: [{ path: 'config.redisImage' }] } });
  });

  test('a Redis from create to delete, with what may not change on the way', async () => {
    const id = await newInstallation();
    const all = `/v1/installations/${id}/redis-instances`;
    const key = org().keys.member;
    expect(await call(all, { method: 'POST', key, json: redisSpec('cache') })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('enable it first') },
    });
    await call(`/v1/installations/${id}/batteries/redis`, { method: 'PUT', key, json: {} });
    const created = await call(all, { method: 'POST', key, json: { ...redisSpec('cache'), storageBytes: 1 << 30 } });
    expect(created).toMatchObject({ status: 201, body: { name: 'cache', mode: 'standalone', instances: 1 } });
    const one = `${all}/${(created.body as { id: string }).id}`;
    expect(await call(all, { method: 'POST', key, json: redisSpec('cache') })).toMatchObject({ status: 409 });
    expect(await call(one, { method: 'PATCH', key, json: { storageBytes: 1 << 29 } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: 'storageBytes' }] },
    });
    expect(await call(one, { method: 'PATCH', key, json: { memoryLimitBytes: 16 << 20 } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: 'memoryLimitBytes' }] },
    });
    expect(await call(one, { method: 'PATCH', key, json: { name: 'other' } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: 'name' }] },
    });
    expect(await call(one, { method: 'PATCH', key, json: { passwordVersion: 2 } })).toMatchObject({
      status: 200,
      body: { passwordVersion: 2, storageBytes: 1 << 30 },
    });
    expect(await call(`/v1/installations/${id}/batteries/redis`, { method: 'DELETE', key })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('cache') },
    });
    expect(await call(`${one}?confirm=cash`, { method: 'DELETE', key })).toMatchObject({ status: 422 });
    expect(await call(`${one}?confirm=cache`, { method: 'DELETE', key })).toMatchObject({ status: 204 });
    expect(await call(one, { key })).toMatchObject({ status: 404 });
  });

  test('an image reference that no registry understands is refused by its place', async () => {
    const id = await newInstallation();
    await call(`/v1/installations/${id}/batteries/traditional_services`, {
      method: 'PUT',
      key: org().keys.owner,
      json: { withNeeds: true },
    });
    const spec = { ...redisSpec('web'), containers: [{ name: 'web', image: 'NGINX latest!' }] };
    const answer = await call(`/v1/installations/${id}/traditional-services`, { method: 'POST', key: org().keys.owner, json: spec });
    expect(answer).toMatchObject({
      status: 422,
      body: { issues: [{ path: 'containers.0.image', message: expect.stringContaining('nginx:1.29') }] },
    });
  });

  test('a list is walked by its cursor, each item once', async () => {
    const id = await newInstallation();
    const key = org().keys.owner;
    await call(`/v1/installations/${id}/batteries/redis`, { method: 'PUT', key, json: {} });
    for (const name of ['a', 'b', 'c'])
      await call(`/v1/installations/${id}/redis-instances`, { method: 'POST', key, json: redisSpec(name) });
    const names: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < 5; page++) {
      const answer: { body: unknown } = await call(`/v1/installations/${id}/redis-instances?limit=2${cursor ? `&cursor=${cursor}` : ''}`, {
        key,
      });
      const { items, nextCursor } = answer.body as { items: { name: string }[]; nextCursor: string | null };
      names.push(...items.map((item) => item.name));
      cursor = nextCursor;
    }
    expect(names).toEqual(['a', 'b', 'c']);
    expect(await call(`/v1/installations/${id}/redis-instances?cursor=nonsense`, { key })).toMatchObject({ status: 422 });
  });
});

describe('the same write twice', () => {
  const create = (idempotencyKey: string, name: string) =>
    call('/v1/installations', {
      method: 'POST',
      key: org().keys.owner,
      json: { name, usage: 'development', provider: 'kind' },
      headers: { 'idempotency-key': idempotencyKey },
    });

  test('with one Idempotency-Key is done once and answered alike', async () => {
    const first = await create('key-1', 'once');
    const second = await create('key-1', 'once');
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  test('with the key of another request is refused', async () => {
    await create('key-2', 'first');
    expect(await create('key-2', 'second')).toMatchObject({ status: 409 });
  });

  test('that was refused leaves its key free', async () => {
    expect(await create('key-3', 'Not A Label')).toMatchObject({ status: 422 });
    expect(await create('key-3', 'a-label')).toMatchObject({ status: 201 });
  });

  test('that shows a secret is not kept', async () => {
    const post = () =>
      call('/v1/api-keys', {
        method: 'POST',
        key: org().keys.owner,
        json: { name: 'k', role: 'viewer' },
        headers: { 'idempotency-key': 'key-4' },
      });
    expect(await post()).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^hb_/) } });
    expect(await post()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('shown only once') } });
  });
});

describe('sessions', () => {
  test('a write with the session cookie must come from a page of ours', async () => {
    const { setCookies } = await signUp(client.ctx({ type: 'anonymous' }), {
      name: 'Ada',
      email: 'ada@example.com',
      password: 'correct horse battery',
      client: 'test',
    });
    const cookie = setCookies.map((each) => each.split(';')[0]).join('; ');
    const patch = (headers: Record<string, string>) => call('/v1/org', { method: 'PATCH', cookie, json: { name: 'Renamed' }, headers });
    expect(await patch({ origin: 'https://evil.example' })).toMatchObject({ status: 403 });
    expect(await patch({})).toMatchObject({ status: 403 });
    expect(await patch({ origin: 'https://home.example.com' })).toMatchObject({ status: 200, body: { name: 'Renamed' } });
    expect(await call('/v1/org', { cookie })).toMatchObject({ status: 200 });
  });

  test('a form posted to a page from elsewhere is refused before the page sees it', async () => {
    expect(await call('/sign-in', { method: 'POST', text: '', headers: { origin: 'https://evil.example' } })).toMatchObject({
      status: 403,
    });
    expect(await call('/sign-in', { method: 'POST', text: '', headers: { origin: 'https://home.example.com' } })).toMatchObject({
      status: 200,
      body: 'a page',
    });
  });

  test('guessing passwords is slowed down, and the answer says for how long', async () => {
    const { signIn } = await import('../accounts/sign-in.ts');
    const { problemOf } = await import('./problem.ts');
    const ctx = client.ctx({ type: 'anonymous' });
    const statuses: number[] = [];
    let last = new Response();
    for (let guess = 0; guess < 12; guess++) {
      last = await signIn(ctx, { email: 'guessed@example.com', password: `guess ${guess}`, client: 'a guesser' }).then(
        () => new Response(),
        (error: unknown) => problemOf(error, ctx),
      );
      statuses.push(last.status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
