import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectHttp2, constants } from 'node:http2';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

/** An answer whose body goes on for as long as the server likes. */
export type OpenStream = { status: number; body: Readable };
export type StreamRequest = {
  path: string;
  headers: Record<string, string | number>;
  onResponse: (response: OpenStream) => void;
  onError: (error: Error) => void;
};
/** Ends the request, whatever it waits for. */
export type Cancel = { destroy: () => void };
export type Streams = { open: (request: StreamRequest) => Cancel; close: () => void };

/** As the Kubernetes client for Go: a connection that is silent is asked for a sign of life (client-go, ReadIdleTimeout and PingTimeout). */
const pingMs = 30_000;
const pongMs = 15_000;
/** As client-go's dialer (Timeout: 30 s): a server that takes a connection and says nothing holds every watch up. */
const dialMs = 30_000;
/** What a server promises that says nothing (RFC 9113, 6.5.2: at least 100 is recommended). */
const defaultMaxStreams = 100;
/** How long one that did not speak HTTP/2 is not asked for it again. */
const noHttp2Ms = 300_000;

/**
 * Long answers share one HTTP/2 connection: seventy watches on connections of their own hold 5 MB more. `connect` answers undefined where the server
 * speaks HTTP/1.1 only; there, and when its streams are used up, `fallback` opens a connection for the one.
 */
export function createStreams(connect: () => Promise<ClientHttp2Session | undefined>, fallback: Streams): Streams {
  let session: Promise<ClientHttp2Session | undefined> | undefined;
  let open = 0;

  const shared = async (): Promise<ClientHttp2Session | undefined> => {
    const known = session;
    const made = await known?.catch(() => undefined);
    // A connection that was reset is destroyed without having been closed. Another watch may have connected anew meanwhile.
    if ((made?.closed || made?.destroyed) && session === known) session = undefined;
    session ??= dial();
    return session;
  };

  const dial = () => {
    const mine = connect();
    const forget = () => {
      if (session === mine) session = undefined;
    };
    mine.then((made) => made ?? setTimeout(forget, noHttp2Ms).unref(), forget);
    return mine;
  };

  return {
    open: (request) => {
      let isCancelled = false;
      let under: Cancel | undefined;
      const start = async () => {
        const made = await shared();
        if (isCancelled) return;
        if (!made || open >= (made.remoteSettings.maxConcurrentStreams ?? defaultMaxStreams)) {
          under = fallback.open(request);
          return;
        }
        const stream = made.request({ ':path': request.path, ...request.headers });
        open += 1;
        stream.once('close', () => {
          open -= 1;
        });
        under = { destroy: () => stream.close(constants.NGHTTP2_CANCEL) };
        follow(stream, request);
      };
      start().catch((error: unknown) => {
        if (!isCancelled) request.onError(error instanceof Error ? error : new Error(String(error)));
      });
      return {
        destroy: () => {
          isCancelled = true;
          under?.destroy();
        },
      };
    },
    close: () => {
      session?.then((made) => made?.destroy()).catch(() => undefined);
      fallback.close();
    },
  };
}

/** `onError` as long as there is no answer; after it the stream itself ends, closes or fails. */
function follow(stream: ClientHttp2Stream, { onResponse, onError }: StreamRequest): void {
  let isAnswered = false;
  stream.once('response', (headers) => {
    isAnswered = true;
    onResponse({ status: headers[':status'] ?? 0, body: stream });
  });
  stream.on('error', (error) => {
    if (!isAnswered) onError(error);
  });
  stream.once('close', () => {
    if (!isAnswered) onError(new Error('the connection was closed'));
  });
}

/**
 * One HTTP/2 connection over TLS; undefined when the server does not choose it, or chooses it and does not speak it (a TLS proxy before a server of
 * HTTP/1.1). Rejects when the server cannot be reached within `patienceMs`.
 */
export function connectSession(origin: string, tls: ConnectionOptions, patienceMs = dialMs): Promise<ClientHttp2Session | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ ...tls, ALPNProtocols: ['h2', 'http/1.1'] });
    const patience = setTimeout(() => socket.destroy(new Error(`no connection within ${patienceMs / 1000} s`)), patienceMs).unref();
    let isChosen = false;
    const fail = (error: Error) => (isChosen ? resolve(undefined) : reject(error));
    socket.setNoDelay(true);
    socket.once('error', fail);
    socket.once('close', () => {
      clearTimeout(patience);
      fail(new Error('the connection was closed'));
    });
    socket.once('secureConnect', () => {
      if (socket.alpnProtocol !== 'h2') {
        socket.destroy();
        return resolve(undefined);
      }
      isChosen = true;
      const session = connectHttp2(origin, { createConnection: () => socket });
      session.on('error', fail);
      // The server's limits come first: streams beyond them would wait unseen.
      session.once('remoteSettings', () => {
        clearTimeout(patience);
        resolve(session);
      });
      keepAlive(session, socket);
    });
  });
}

/** A peer that went away without a word ends the session, and with it every watch on it, at once instead of one by one. */
function keepAlive(session: ClientHttp2Session, socket: Socket): void {
  const timer = setInterval(() => {
    // After a GOAWAY and its last stream: Node waits for the peer to close, who may be gone, and a ping would throw.
    if (session.destroyed) {
      clearInterval(timer);
      socket.destroy();
      return;
    }
    const dead = setTimeout(() => session.destroy(new Error('the API server did not answer a ping')), pongMs).unref();
    if (!session.ping(() => clearTimeout(dead))) clearTimeout(dead);
  }, pingMs).unref();
  session.once('close', () => clearInterval(timer));
}
