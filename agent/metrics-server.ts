import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Probe = { ok: boolean; text: string };
export type MetricsServer = { port: number; close: () => Promise<void> };

/** `/healthz` (is the process worth keeping), `/readyz` (does it follow a verified state), `/metrics`. Rejects when the port is taken. */
export async function serveMetrics({
  host,
  port,
  healthz,
  readyz,
  metrics,
}: {
  host: string;
  port: number;
  healthz: () => Probe;
  readyz: () => Probe;
  metrics: () => string;
}): Promise<MetricsServer> {
  const server = createServer((req, res) => {
    const path = (req.url ?? '').split('?')[0];
    if (req.method !== 'GET' && req.method !== 'HEAD') return res.writeHead(405).end();
    if (path === '/metrics') return res.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(metrics());
    const probe = path === '/healthz' ? healthz() : path === '/readyz' ? readyz() : undefined;
    if (!probe) return res.writeHead(404).end();
    return res.writeHead(probe.ok ? 200 : 503, { 'content-type': 'text/plain; charset=utf-8' }).end(`${probe.text}\n`);
  });
  server.headersTimeout = 5_000;
  server.requestTimeout = 5_000;
  server.maxConnections = 50;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
