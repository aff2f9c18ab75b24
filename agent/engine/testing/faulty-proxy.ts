import { createServer } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { KubeConfig } from '../../kube/config.ts';

type Fault = 'pass' | 'throttle' | 'error' | 'cut' | 'silent' | 'gone' | 'no-streamed-lists';

const answers = {
  throttle: { status: 429, reason: 'TooManyRequests', message: 'a fault of the test' },
  error: { status: 500, reason: 'InternalError', message: 'a fault of the test' },
  gone: { status: 410, reason: 'Expired', message: 'too old resource version' },
  'no-streamed-lists': {
    status: 422,
    reason: 'Invalid',
    message: 'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
  },
} as const;

/** Plain http in front of an API server on this machine that spoils requests: answers 429 or 500, cuts the line, or never answers. */
export async function startFaultyProxy(
  config: KubeConfig,
  faultOf: (number: number, path: string) => Fault,
): Promise<{ url: string; close: () => Promise<void> }> {
  const target = new URL(config.url);
  const agent = new Agent({ keepAlive: true, ...(config.ca && { ca: config.ca }) });
  let number = 0;
  const server = createServer((incoming, outgoing) => {
    number += 1;
    const fault = faultOf(number, incoming.url ?? '');
    if (fault === 'cut') return void incoming.socket.destroy();
    if (fault === 'silent') return;
    if (fault !== 'pass') {
      incoming.resume();
      const { status, reason, message } = answers[fault];
      outgoing.writeHead(status, { 'content-type': 'application/json', ...(status === 429 && { 'retry-after': '1' }) });
      return void outgoing.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status, reason, message }));
    }
    const forward = request(
      {
        agent,
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: target.host, authorization: `Bearer ${config.token?.() ?? ''}` },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forward.destroy());
    incoming.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
