import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Exchange = {
  method: string;
  path: string;
  requestBody: string;
  requestHeaders: Record<string, string>;
  status: number;
  headers: Record<string, string>;
  body: string;
};
/** Takes the place of an answer. `write` may also answer by hand (endless, truncated) and return undefined. */
export type Tamper = (exchange: Exchange, response: ServerResponse) => Exchange | undefined | Promise<Exchange | undefined>;

export type HostileProxy = {
  url: string;
  /** Every answer passes through it; undefined: the line is clean. */
  tamper: (next: Tamper | undefined) => void;
  /** Answers of Home Base as it gave them, newest last. */
  seen: Exchange[];
  /** How often `tamper` changed or took an answer since it was set. */
  tampered: () => number;
  stop: () => Promise<void>;
};

/** A thief on the line between agent and Home Base: sees everything, may answer anything. Nudges do not pass: the agent polls. */
export async function startHostileProxy(target: string): Promise<HostileProxy> {
  let tamper: Tamper | undefined;
  let count = 0;
  const seen: Exchange[] = [];
  const server = createServer((request, response) => {
    void forward(target, request)
      .then(async (exchange) => {
        seen.push(exchange);
        if (seen.length > 500) seen.shift();
        const changed = tamper ? await tamper({ ...exchange }, response) : exchange;
        if (changed !== undefined && changed.body === exchange.body && changed.status === exchange.status) return send(response, exchange);
        count += 1;
        if (changed) send(response, changed);
      })
      .catch(() => response.destroy());
  });
  server.on('upgrade', (_request, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    tamper: (next) => {
      tamper = next;
      count = 0;
    },
    seen,
    tampered: () => count,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, { status, headers, body }: Exchange): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function forward(target: string, request: IncomingMessage): Promise<Exchange> {
  const sent = await collect(request);
  const { hostname, port } = new URL(target);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const onward = httpRequest(
      { hostname, port, method: request.method, path: request.url, headers: { ...request.headers, 'accept-encoding': 'identity' } },
      resolve,
    );
    onward.on('error', reject);
    onward.end(sent);
  });
  const body = await collect(answer);
  const headers = pick(answer.headers, ['content-type', 'date', 'retry-after']);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    requestBody: sent.toString(),
    requestHeaders: pick(request.headers, ['content-type', 'content-digest', 'signature-input', 'signature']),
    status: answer.statusCode ?? 0,
    headers,
    body: body.toString(),
  };
}

function pick(headers: IncomingMessage['headers'], names: string[]): Record<string, string> {
  return Object.fromEntries(names.filter((name) => headers[name] !== undefined).map((name) => [name, String(headers[name])]));
}

async function collect(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
