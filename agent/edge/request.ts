import http from 'node:http';
import https from 'node:https';
import { createGunzip } from 'node:zlib';
import { canonicalBytes } from '@home-base/schema/kube/canonical.ts';
import { signatureMaxSkewSeconds } from '@home-base/schema/wire/http-signature.ts';
import { Problem } from '@home-base/schema/wire/problem.ts';
import { EdgeRefusal } from './refusal.ts';
import { type Signer, signRequest } from './sign-request.ts';

export type EdgeRequest = {
  method: 'GET' | 'POST';
  /** Absolute path of Home Base, with a query or without. */
  path: string;
  /** Sent as canonical JSON. */
  body?: unknown;
  /** Most bytes of the answer, counted while they arrive and after decompression; one more and the answer is refused. */
  capBytes: number;
  /** Absent: the request is not signed (enrolment, root by digest). */
  signer?: Signer | undefined;
  /** Media types that may answer. Default application/json. */
  accept?: readonly string[];
  /** From the first byte sent to the last received: an answer that trickles without end is refused. */
  totalMs?: number;
  signal?: AbortSignal | undefined;
  /** False: never sent twice by itself, because the first may have been taken (a report). Default true. */
  isRepeatable?: boolean;
};

export type EdgeAnswer = { status: number; bytes: Buffer };

/** No usable answer, and nobody to blame: the network, a timeout before the first byte, or a 4xx/5xx. `status` is 0 where none came. */
export class EdgeUnavailable extends Error {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly problem: string | undefined;
  constructor(
    message: string,
    {
      status = 0,
      retryAfterMs,
      problem,
      cause,
    }: { status?: number; retryAfterMs?: number | undefined; problem?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.problem = problem;
  }
}

export type Requester = {
  /** A 2xx answer, read whole. Throws EdgeUnavailable, or EdgeRefusal for an answer that no Home Base would give. */
  send: (request: EdgeRequest) => Promise<EdgeAnswer>;
  stats: () => { requests: number; bytesSent: number; bytesReceived: number };
  close: () => void;
};

const idleMs = 15_000;
const maxRetryAfterMs = 300_000;

/** True where this request surely was not taken: no connection came about, or it was turned away before it was looked at. */
export function wasNotTaken(error: unknown): boolean {
  if (!(error instanceof EdgeUnavailable)) return false;
  if (error.status === 401 || error.status === 429) return true;
  const code = error.cause instanceof Error && 'code' in error.cause ? error.cause.code : undefined;
  return (
    error.status === 0 &&
    typeof code === 'string' &&
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)
  );
}

/** Requests to one Home Base over kept-alive connections. Redirects are refused: a signed request means exactly one place. */
export function createRequester({ baseUrl, userAgent }: { baseUrl: URL; userAgent: string }): Requester {
  const secure = baseUrl.protocol === 'https:';
  const agent = new (secure ? https : http).Agent({ keepAlive: true, maxSockets: 6, timeout: 60_000 });
  const stats = { requests: 0, bytesSent: 0, bytesReceived: 0 };

  async function attempt(request: EdgeRequest): Promise<EdgeAnswer> {
    const { method, capBytes, signer, accept = ['application/json'], totalMs = 60_000 } = request;
    const url = new URL(request.path, baseUrl);
    const body = request.body === undefined ? Buffer.alloc(0) : Buffer.from(canonicalBytes(request.body));
    const total = AbortSignal.timeout(totalMs);
    const signal = request.signal ? AbortSignal.any([total, request.signal]) : total;
    stats.requests += 1;
    stats.bytesSent += body.length;
    const headers = {
      accept: accept.join(', '),
      'accept-encoding': 'gzip',
      'user-agent': userAgent,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'POST' ? { 'content-length': String(body.length) } : {}),
      ...(signer ? signRequest(signer, { method, path: url.pathname, query: url.search, body }) : {}),
    };
    const outgoing = (secure ? https : http).request(url, { method, headers, agent, signal });
    outgoing.setTimeout(idleMs, () => outgoing.destroy(new Error(`no byte for ${idleMs / 1000} s`)));
    outgoing.end(body);
    const incoming = await new Promise<http.IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve);
      outgoing.once('error', (error) =>
        reject(
          Object.assign(new EdgeUnavailable(`${url.host} cannot be reached: ${error.message}`, { cause: error }), {
            stale: isStale(outgoing, error),
          }),
        ),
      );
    });
    // Later errors of the request surface on the body being read.
    outgoing.on('error', () => {});
    const status = incoming.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      incoming.destroy();
      throw new EdgeRefusal(
        'redirect',
        `${method} ${url.pathname} was answered with a redirect (${status}); Home Base never redirects an agent`,
      );
    }
    if (status < 200 || status >= 300) throw await failureOf(incoming, `${method} ${url.pathname}`);
    const type = (incoming.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
    if (!accept.includes(type)) {
      incoming.destroy();
      throw new EdgeRefusal(
        'content_type',
        `${method} ${url.pathname} was answered as "${type.slice(0, 100)}" instead of ${accept.join(' or ')}`,
      );
    }
    const bytes = await readCapped(incoming, capBytes, `${method} ${url.pathname}`, () => total.aborted);
    stats.bytesReceived += bytes.length;
    return { status, bytes };
  }

  return {
    send: async (request) => {
      try {
        return await attempt(request);
      } catch (error) {
        // A kept-alive connection that the other side had just closed: nothing was processed, so once more, signed anew.
        if (
          error instanceof EdgeUnavailable &&
          'stale' in error &&
          error.stale === true &&
          request.isRepeatable !== false &&
          !request.signal?.aborted
        )
          return attempt(request);
        throw error;
      }
    },
    stats: () => ({ ...stats }),
    close: () => agent.destroy(),
  };
}

function isStale(outgoing: http.ClientRequest, error: Error): boolean {
  return outgoing.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

/** Reads a body to its end, counting; the stream is destroyed at the first byte too many. */
async function readCapped(incoming: http.IncomingMessage, capBytes: number, what: string, isLate: () => boolean): Promise<Buffer> {
  const announced = Number(incoming.headers['content-length']);
  if (announced > capBytes) {
    incoming.destroy();
    throw new EdgeRefusal('too_large', `${what} announces ${announced} bytes; at most ${capBytes} are accepted`);
  }
  const gzip = incoming.headers['content-encoding'] === 'gzip';
  const source = gzip ? incoming.pipe(createGunzip()) : incoming;
  if (gzip) incoming.once('error', (error) => source.destroy(error));
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of source) {
      length += chunk.length;
      if (length > capBytes) throw new EdgeRefusal('too_large', `${what} sends more than the ${capBytes} bytes that are accepted`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof EdgeRefusal) throw error;
    if (isLate()) throw new EdgeRefusal('too_slow', `${what} did not come to its end in time (${length} bytes so far)`, { cause: error });
    throw new EdgeRefusal('truncated', `${what} broke off after ${length} bytes`, { cause: error });
  } finally {
    incoming.destroy();
  }
  return Buffer.concat(chunks, length);
}

async function failureOf(incoming: http.IncomingMessage, what: string): Promise<EdgeUnavailable> {
  const status = incoming.statusCode ?? 0;
  const bytes = await readCapped(incoming, 64 << 10, what, () => false).catch(() => Buffer.alloc(0));
  const problem = parseProblem(bytes);
  const skew = status === 401 ? clockSkew(incoming.headers.date) : '';
  const detail = problem ? `: ${problem.detail}` : '';
  return new EdgeUnavailable(`${what} was answered with ${status}${detail}${skew}`, {
    status,
    retryAfterMs: retryAfter(incoming.headers['retry-after']),
    problem: problem?.code,
  });
}

function parseProblem(bytes: Buffer): Problem | undefined {
  try {
    return Problem.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Signatures are valid for a minute around their making: a wrong clock looks like a wrong key. The Date header is only a hint, nothing trusts it. */
function clockSkew(date: string | undefined): string {
  const seconds = Math.round((Date.parse(date ?? '') - Date.now()) / 1000);
  if (!Number.isFinite(seconds) || Math.abs(seconds) <= signatureMaxSkewSeconds) return '';
  return ` (this cluster's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead of'} Home Base's: set it by NTP)`;
}

/** Retry-After in seconds or as a date, at most 5 minutes. */
function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), maxRetryAfterMs) : undefined;
}
