import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EdgeRefusal } from './refusal.ts';
import { createRequester, EdgeUnavailable, type Requester } from './request.ts';

let server: http.Server;
let requester: Requester;
let answer: (req: http.IncomingMessage, res: http.ServerResponse) => void;
let connections = 0;

beforeEach(async () => {
  connections = 0;
  server = http.createServer((req, res) => answer(req, res)).on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  requester = createRequester({ baseUrl: new URL(`http://127.0.0.1:${address.port}`), userAgent: 'test' });
});
afterEach(async () => {
  requester.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const get = (more: { capBytes?: number; totalMs?: number } = {}) =>
  requester.send({ method: 'GET', path: '/file', capBytes: 1000, ...more });

async function failureOf(run: () => Promise<unknown>): Promise<{ code: string; message: string; retryAfterMs?: number | undefined }> {
  try {
    await run();
  } catch (error) {
    if (error instanceof EdgeRefusal) return { code: error.code, message: error.message };
    if (error instanceof EdgeUnavailable)
      return { code: `unavailable ${error.status}`, message: error.message, retryAfterMs: error.retryAfterMs };
    throw error;
  }
  return { code: 'answered', message: '' };
}

const json = { 'content-type': 'application/json' };

test('an endless body is cut off at the cap, without being collected', async () => {
  let sent = 0;
  answer = (_, res) => {
    res.writeHead(200, json);
    const more = () => {
      while (!res.destroyed && res.write('x'.repeat(1 << 16))) sent += 1 << 16;
    };
    res.on('drain', more);
    more();
  };
  expect((await failureOf(() => get())).code).toBe('too_large');
  expect(sent).toBeLessThan(64 << 20);
});

test('an announced size above the cap is refused before the body', async () => {
  answer = (_, res) => res.writeHead(200, { ...json, 'content-length': '100000' }).write('{');
  expect((await failureOf(() => get())).code).toBe('too_large');
});

test('a body that trickles without end is refused after the total time', async () => {
  answer = (_, res) => {
    res.writeHead(200, json);
    const timer = setInterval(() => res.write(' '), 20);
    res.on('close', () => clearInterval(timer));
  };
  expect((await failureOf(() => get({ totalMs: 300 }))).code).toBe('too_slow');
});

test('a server that never answers is not waited for beyond the total time', async () => {
  answer = () => {};
  expect((await failureOf(() => get({ totalMs: 200 }))).code).toBe('unavailable 0');
});

test('a truncated body is refused', async () => {
  answer = (_, res) => {
    res.writeHead(200, { ...json, 'content-length': '100' });
    res.write('{"half":', () => res.destroy());
  };
  expect((await failureOf(() => get())).code).toBe('truncated');
});

test('a redirect is refused and not followed', async () => {
  const paths: (string | undefined)[] = [];
  answer = (req, res) => {
    paths.push(req.url);
    res.writeHead(302, { location: '/elsewhere' }).end();
  };
  expect((await failureOf(() => get())).code).toBe('redirect');
  expect(paths).toEqual(['/file']);
});

test('another content type is refused: a login page is no metadata', async () => {
  answer = (_, res) => res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>');
  expect((await failureOf(() => get())).code).toBe('content_type');
});

test('compressed bodies count as what they unpack to', async () => {
  answer = (_, res) => res.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50 << 20)));
  expect((await failureOf(() => get())).code).toBe('too_large');
  answer = (_, res) => res.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'));
  expect((await get()).bytes.toString()).toBe('{"a":1}');
});

test('Retry-After is kept, and at most five minutes', async () => {
  answer = (_, res) => res.writeHead(429, { 'retry-after': '7' }).end();
  expect((await failureOf(() => get())).retryAfterMs).toBe(7000);
  answer = (_, res) => res.writeHead(503, { 'retry-after': '86400' }).end();
  expect((await failureOf(() => get())).retryAfterMs).toBe(300_000);
});

test('a 401 with another time says that the clock is wrong', async () => {
  answer = (_, res) => res.writeHead(401, { date: new Date(Date.now() + 3_600_000).toUTCString() }).end();
  expect((await failureOf(() => get())).message).toMatch(/clock is (3599|3600) s behind/);
});

test('requests share one connection, and one that was closed in between is replaced', async () => {
  answer = (_, res) => res.writeHead(200, json).end('{}');
  await get();
  await get();
  expect(connections).toBe(1);
  server.closeIdleConnections();
  await get();
  expect(connections).toBe(2);
});
