import { createSecureServer, type ServerHttp2Session } from 'node:http2';
import { type AddressInfo, connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, expect, it, vi } from 'vitest';
import { connectSession, createStreams, type Streams } from './streams.ts';

/** TLS without certificates: a key that both know. */
const psk = Buffer.from('a key of this test');
const shared = { ciphers: 'PSK', maxVersion: 'TLSv1.2' as const };
const asServer = { ...shared, pskCallback: () => psk };
const asClient = { ...shared, pskCallback: () => ({ psk, identity: 'test' }), checkServerIdentity: () => undefined };

const ends: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const end of ends.splice(0).reverse()) end();
});

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => server.close());
  return (server.address() as AddressInfo).port;
}
const dial = (port: number, patienceMs?: number) =>
  connectSession(`https://127.0.0.1:${port}`, { host: '127.0.0.1', port, ...asClient }, patienceMs);
const noFallback: Streams = { open: () => ({ destroy: () => undefined }), close: () => undefined };

it('a server that takes the connection and says nothing is given up', async () => {
  const held: Socket[] = [];
  const port = await portOf(createServer((socket) => held.push(socket.resume())));
  await expect(dial(port, 100)).rejects.toThrow('no connection within 0.1 s');
  await vi.waitFor(() => expect(held.map((socket) => socket.readableEnded)).toEqual([true]));
});

it.each([
  ['answers in HTTP/1.1', 'HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'],
  ['says nothing', ''],
])('a server that chooses HTTP/2 and %s is taken for one of HTTP/1.1', async (_, answer) => {
  const server = createTlsServer({ ...asServer, ALPNProtocols: ['h2'] }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer && socket.end(answer));
  });
  expect(await dial(await portOf(server), 300)).toBeUndefined();
});

it('one that did not speak HTTP/2 is asked for it again after five minutes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const connect = vi.fn(async () => undefined);
  const opened = vi.fn(() => ({ destroy: () => undefined }));
  const streams = createStreams(connect, { ...noFallback, open: opened });
  const open = () => streams.open({ path: '/a', headers: {}, onResponse: () => undefined, onError: () => undefined });
  open();
  open();
  await vi.waitFor(() => expect(opened).toHaveBeenCalledTimes(2));
  expect(connect).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(300_000);
  open();
  await vi.waitFor(() => expect(opened).toHaveBeenCalledTimes(3));
  expect(connect).toHaveBeenCalledTimes(2);
});

it('a server that says it goes away and then is gone without a word ends nothing but its connection', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const sessions: ServerHttp2Session[] = [];
  const server = createSecureServer(asServer);
  server.on('session', (session) => sessions.push(session));
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200 });
    stream.write('a line\n');
  });
  const target = await portOf(server);
  // Between the two: what is pulled out here is heard by neither.
  let isPulled = false;
  const sockets: Socket[] = [];
  const relay = createServer({ allowHalfOpen: true }, (near) => {
    const far = connectTcp({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    sockets.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => undefined);
      from.on('data', (chunk) => isPulled || to.write(chunk));
    }
  });
  const port = await portOf(relay);
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
  });

  const made = await dial(port);
  const streams = createStreams(async () => made, noFallback);
  const closed = vi.fn();
  const { promise: opened, resolve } = Promise.withResolvers<void>();
  const watch = streams.open({
    path: '/a',
    headers: {},
    onError: () => undefined,
    onResponse: ({ body }) =>
      body
        .on('error', () => undefined)
        .on('close', closed)
        .once('data', () => resolve()),
  });
  await opened;
  sessions[0]?.goaway();
  await vi.waitFor(() => expect(made?.closed).toBe(true));
  isPulled = true;
  watch.destroy();
  await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  expect(made?.destroyed).toBe(true);
  const over = vi.fn();
  made?.once('close', over);
  vi.advanceTimersByTime(30_000);
  await vi.waitFor(() => expect(over).toHaveBeenCalled());
});
