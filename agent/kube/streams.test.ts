import { type ClientHttp2Session, connect, createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { createStreams, type OpenStream, type Streams } from './streams.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0).reverse()) end();
});

/** A server whose answers stay open: one line, then nothing. */
async function serve(maxConcurrentStreams = 100) {
  const sessions: ServerHttp2Session[] = [];
  const streams: ServerHttp2Stream[] = [];
  const sockets: Socket[] = [];
  const server = createServer({ settings: { maxConcurrentStreams } });
  server.on('connection', (socket) => sockets.push(socket));
  server.on('session', (session) => sessions.push(session));
  server.on('stream', (stream, headers) => {
    streams.push(stream);
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200 });
    stream.write(`${headers[':path']} ${headers.authorization}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  ends.push(
    () => server.close(),
    () => {
      for (const session of sessions) session.destroy();
    },
  );
  const dial = () =>
    new Promise<ClientHttp2Session>((resolve, reject) => {
      const session = connect(`http://127.0.0.1:${port}`);
      session.on('error', reject);
      session.once('remoteSettings', () => resolve(session));
    });
  return { sessions, streams, sockets, dial };
}

function fallbackOf(): Streams & { opened: string[] } {
  const opened: string[] = [];
  const open: Streams['open'] = ({ path }) => {
    opened.push(path);
    return { destroy: () => undefined };
  };
  return { opened, open, close: () => undefined };
}

/** Opens a path and answers once its first line is there. */
async function watch(streams: Streams, path: string) {
  const closed = vi.fn();
  const { promise, resolve, reject } = Promise.withResolvers<OpenStream & { first: string; cancel: () => void }>();
  const cancel = streams.open({
    path,
    headers: { authorization: 'Bearer t' },
    onError: reject,
    onResponse: (response) => {
      response.body.on('error', () => undefined);
      response.body.once('close', closed);
      response.body.once('data', (chunk: Buffer) => resolve({ ...response, first: chunk.toString(), cancel: cancel.destroy }));
    },
  });
  return { ...(await promise), closed };
}

it('all long answers share one connection, each with its own path and headers', async () => {
  const server = await serve();
  const streams = createStreams(server.dial, fallbackOf());
  ends.push(streams.close);
  const watches = await Promise.all(['/a', '/b', '/c'].map((path) => watch(streams, path)));
  expect(watches.map(({ first, status }) => [status, first])).toEqual([
    [200, '/a Bearer t\n'],
    [200, '/b Bearer t\n'],
    [200, '/c Bearer t\n'],
  ]);
  expect(server.sessions).toHaveLength(1);
});

it('one that is cancelled ends alone', async () => {
  const server = await serve();
  const streams = createStreams(server.dial, fallbackOf());
  ends.push(streams.close);
  const [one, other] = await Promise.all([watch(streams, '/one'), watch(streams, '/other')]);
  one.cancel();
  await vi.waitFor(() => expect(one.closed).toHaveBeenCalled());
  expect(other.closed).not.toHaveBeenCalled();
  expect(server.sessions[0]?.destroyed).toBe(false);
});

it('a lost connection closes every answer on it, and the next one connects anew', async () => {
  const server = await serve();
  const streams = createStreams(server.dial, fallbackOf());
  ends.push(streams.close);
  const [one, other] = await Promise.all([watch(streams, '/one'), watch(streams, '/other')]);
  server.sessions[0]?.destroy();
  await vi.waitFor(() => expect([one.closed, other.closed].every((closed) => closed.mock.calls.length > 0)).toBe(true));
  expect((await watch(streams, '/again')).first).toBe('/again Bearer t\n');
  expect(server.sessions).toHaveLength(2);
});

it('a connection that was reset, as by a killed server, is replaced once for all that wait', async () => {
  const server = await serve();
  const streams = createStreams(server.dial, fallbackOf());
  ends.push(streams.close);
  const one = await watch(streams, '/one');
  server.sockets[0]?.resetAndDestroy();
  await vi.waitFor(() => expect(one.closed).toHaveBeenCalled());
  const again = await Promise.all(['/a', '/b', '/c'].map((path) => watch(streams, path)));
  expect(again.map(({ first }) => first)).toEqual(['/a Bearer t\n', '/b Bearer t\n', '/c Bearer t\n']);
  expect(server.sessions).toHaveLength(2);
});

it('a connection that says it goes away takes no new stream', async () => {
  const server = await serve();
  const streams = createStreams(server.dial, fallbackOf());
  ends.push(streams.close);
  const old = await watch(streams, '/old');
  server.sessions[0]?.goaway();
  await vi.waitFor(async () => expect((await watch(streams, '/new')).first).toBe('/new Bearer t\n'));
  expect(server.sessions.length).toBeGreaterThan(1);
  expect(old.closed).not.toHaveBeenCalled();
});

it('where the server speaks HTTP/1.1 only, each has a connection of its own', async () => {
  const fallback = fallbackOf();
  const streams = createStreams(async () => undefined, fallback);
  for (const path of ['/a', '/b']) streams.open({ path, headers: {}, onResponse: () => undefined, onError: () => undefined });
  await vi.waitFor(() => expect(fallback.opened).toEqual(['/a', '/b']));
});

it('what is beyond the streams that the server allows gets a connection of its own, instead of waiting unseen', async () => {
  const server = await serve(2);
  const fallback = fallbackOf();
  const streams = createStreams(server.dial, fallback);
  ends.push(streams.close);
  const [first] = await Promise.all([watch(streams, '/1'), watch(streams, '/2')]);
  streams.open({ path: '/3', headers: {}, onResponse: () => undefined, onError: () => undefined });
  await vi.waitFor(() => expect(fallback.opened).toEqual(['/3']));
  first?.cancel();
  await vi.waitFor(() => expect(first?.closed).toHaveBeenCalled());
  expect((await watch(streams, '/4')).first).toBe('/4 Bearer t\n');
});

it('a server that cannot be reached is an error of each, and is tried again', async () => {
  const server = await serve();
  const dial = vi.fn(server.dial).mockRejectedValueOnce(new Error('connect ECONNREFUSED'));
  const streams = createStreams(dial, fallbackOf());
  ends.push(streams.close);
  await expect(watch(streams, '/a')).rejects.toThrow('ECONNREFUSED');
  expect((await watch(streams, '/a')).first).toBe('/a Bearer t\n');
  expect(dial).toHaveBeenCalledTimes(2);
});
