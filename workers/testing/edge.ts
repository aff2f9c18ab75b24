import { fileURLToPath } from 'node:url';
import { fetch as undiciFetch } from 'miniflare';
import { createTestHarness } from 'wrangler';

export type TestEdge = { url: string; fetch: (path: string, init?: RequestInit) => Promise<Response>; close: () => Promise<void> };

/** The Worker in workerd behind a real port, for clients that are other programs. */
export async function startEdge(vars: { DATABASE_URL: string; NEON_PROXY: string; TUF_KEYS: string }): Promise<TestEdge> {
  const plain = globalThis.fetch;
  // The harness sends the Worker's own requests through Node's fetch, which cannot upgrade to WebSocket; the database driver needs that.
  globalThis.fetch = ((input: RequestInfo | URL, init?: RequestInit) =>
    new Headers(init?.headers).get('upgrade') === 'websocket'
      ? undiciFetch(input as never, init as never)
      : plain(input, init)) as typeof fetch;
  const server = createTestHarness({
    workers: [
      {
        configPath: fileURLToPath(new URL('./wrangler.toml', import.meta.url)),
        vars: { ...vars, PUBLIC_URL: 'http://127.0.0.1:8787', AUTH_SECRET: 'a secret of the tests, at least 32 characters' },
      },
    ],
  });
  const { url } = await server.listen();
  return {
    url: url.origin,
    fetch: (path, init) => plain(new URL(path, url), init),
    close: async () => {
      await server.close();
      globalThis.fetch = plain;
    },
  };
}
