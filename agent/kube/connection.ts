import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { KubeConfig } from './config.ts';
import { type Cancel, connectSession, createStreams, type OpenStream, type Streams } from './streams.ts';

export type Exchange = {
  method: string;
  path: string;
  accept?: string;
  contentType?: string;
  body?: string;
  etag?: string;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
};
export type Response = { status: number; text: string; retryAfter?: string; warnings: string[]; etag?: string };

/** No answer came: `timeout`, `network` (refused, reset, TLS) or `aborted` by the caller. */
export class NoAnswer extends Error {
  readonly type: 'network' | 'timeout' | 'aborted';
  constructor(type: 'network' | 'timeout' | 'aborted', message: string) {
    super(message);
    this.type = type;
  }
}

export type Connection = {
  send: (exchange: Exchange) => Promise<Response>;
  /** A GET whose answer goes on for as long as the server likes. `onError` means that none came; after one, its body ends or closes. */
  open: (
    exchange: Pick<Exchange, 'path' | 'accept'>,
    onResponse: (response: OpenStream) => void,
    onError: (error: Error) => void,
  ) => Cancel;
  close: () => void;
};

/** Kept-alive HTTP/1.1 to one API server, and one HTTP/2 connection for all watches. Plain http is for a proxy on this machine in tests; it carries the same bytes. */
export function createConnection(config: KubeConfig): Connection {
  const base = new URL(config.url);
  const secure = base.protocol === 'https:';
  // One for all connections: each would otherwise parse the CA anew.
  const secureContext = createSecureContext({
    ...(config.ca && { ca: config.ca }),
    ...(config.clientCert && { cert: config.clientCert }),
    ...(config.clientKey && { key: config.clientKey }),
  });
  // Idle connections end after 5 s: each holds about 90 KB, and one made anew resumes its TLS session.
  const pool = {
    keepAlive: true,
    keepAliveMsecs: 30_000,
    maxSockets: 128,
    maxFreeSockets: 16,
    timeout: 5_000,
    scheduling: 'lifo' as const,
  };
  const agent = secure ? new HttpsAgent({ ...pool, secureContext, maxCachedSessions: 16 }) : new HttpAgent(pool);
  // Watches stay open for an hour: on the shared connection or, where there is none, on sockets of their own so that they cannot use up the pool.
  const longAgent = secure
    ? new HttpsAgent({ keepAlive: false, maxSockets: 512, secureContext, maxCachedSessions: 16 })
    : new HttpAgent({ keepAlive: false, maxSockets: 512 });
  const prefix = base.pathname === '/' ? '' : base.pathname;

  const host = base.hostname.replace(/^\[|\]$/g, '');
  const port = Number(base.port || (secure ? 443 : 80));

  const baseHeaders = (accept = 'application/json') => {
    const token = config.token?.();
    const headers: Record<string, string | number> = { accept, 'user-agent': 'home-base-agent' };
    if (token) headers.authorization = `Bearer ${token}`;
    return headers;
  };
  const dial = (options: RequestOptions) => {
    const request = secure ? httpsRequest({ host, port, ...options }) : httpRequest({ host, port, ...options });
    request.setNoDelay(true);
    return request;
  };
  const start = (exchange: Exchange) => {
    const headers = baseHeaders(exchange.accept);
    if (exchange.contentType) headers['content-type'] = exchange.contentType;
    if (exchange.body !== undefined) headers['content-length'] = Buffer.byteLength(exchange.body);
    if (exchange.etag) headers['if-none-match'] = exchange.etag;
    return dial({ agent, method: exchange.method, path: prefix + exchange.path, headers });
  };

  const ownSockets: Streams = {
    open: ({ path, headers, onResponse, onError }) => {
      const request = dial({ agent: longAgent, path, headers });
      request.on('socket', (socket) => socket.setKeepAlive(true, 30_000));
      request.on('response', (response) => onResponse({ status: response.statusCode ?? 0, body: response }));
      request.on('error', onError);
      request.end();
      return request;
    },
    close: () => longAgent.destroy(),
  };
  // SNI takes names only (RFC 6066, 3).
  const tls = { host, port, secureContext, ...(!isIP(host) && { servername: host }) };
  const streams = secure ? createStreams(() => connectSession(base.origin, tls), ownSockets) : ownSockets;

  return {
    send: (exchange) =>
      new Promise<Response>((resolve, reject) => {
        if (exchange.signal?.aborted) return reject(new NoAnswer('aborted', 'stopped before it was sent'));
        const request = start(exchange);
        const timeoutMs = exchange.timeoutMs ?? 30_000;
        const timer = setTimeout(() => request.destroy(new NoAnswer('timeout', `no answer within ${timeoutMs / 1000} s`)), timeoutMs);
        const onAbort = () => request.destroy(new NoAnswer('aborted', 'stopped while it was under way'));
        exchange.signal?.addEventListener('abort', onAbort, { once: true });
        const over = () => {
          clearTimeout(timer);
          exchange.signal?.removeEventListener('abort', onAbort);
        };
        const fail = (error: Error) => {
          over();
          reject(error instanceof NoAnswer ? error : new NoAnswer('network', `the API server could not be reached: ${error.message}`));
        };
        request.on('error', fail);
        request.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', fail);
          response.on('aborted', () => fail(new NoAnswer('network', 'the API server closed the connection in the middle of an answer')));
          response.on('end', () => {
            over();
            const { 'retry-after': retryAfter, etag, warning } = response.headers;
            const warnings =
              typeof warning === 'string'
                ? [...warning.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? '').replace(/\\(.)/g, '$1'))
                : [];
            const text = (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString('utf8') ?? '';
            resolve({
              status: response.statusCode ?? 0,
              text,
              warnings,
              ...(retryAfter !== undefined && { retryAfter }),
              ...(etag !== undefined && { etag }),
            });
          });
        });
        request.end(exchange.body);
      }),
    open: ({ path, accept }, onResponse, onError) =>
      streams.open({ path: prefix + path, headers: baseHeaders(accept), onResponse, onError }),
    close: () => {
      agent.destroy();
      streams.close();
    },
  };
}
