import { Agent, request } from 'node:https';

type KubeResponse = { status: number; body: string };
export type KubeObject = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [key: string]: unknown };
  [key: string]: unknown;
};

/** A plain client for setting up and testing the local control plane; the product's own client is the agent's. */
export type KubeApi = {
  /** One request; any HTTP status is an answer, only a broken connection rejects. */
  send: (method: string, path: string, body?: unknown, contentType?: string) => Promise<KubeResponse>;
  /** GET of a path as JSON; undefined on 404, throws on any other failure. */
  get: (path: string) => Promise<Record<string, unknown> | undefined>;
  /** Server-side apply at the object's own path, e.g. `/api/v1/nodes/a`; throws with the server's message if refused. */
  apply: (path: string, object: KubeObject, fieldManager?: string) => Promise<Record<string, unknown>>;
  /** Calls `onEvent` for every event until `close`; ends (resolves `closed`) when the server ends the watch. */
  watch: (path: string, onEvent: (event: { type: string; object: KubeObject }) => void) => { closed: Promise<void>; close: () => void };
  close: () => void;
};

/** A client for `url` that trusts only `caPem` and authenticates with a bearer token. */
export function kubeApi({ url, caPem, token }: { url: string; caPem: string; token: string }): KubeApi {
  const agent = new Agent({ ca: caPem, keepAlive: true, maxSockets: 16 });
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };

  const send: KubeApi['send'] = (method, path, body, contentType = 'application/json') =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const extra = payload === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(payload) };
      const req = request(new URL(path, url), { method, agent, headers: { ...headers, ...extra }, timeout: 30_000 }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () => resolve({ status: res.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      });
      req.on('timeout', () => req.destroy(new Error(`${method} ${path}: no answer in 30 s`)));
      req.on('error', reject);
      req.end(payload);
    });

  const get: KubeApi['get'] = async (path) => {
    const { status, body } = await send('GET', path);
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${body}`);
    return JSON.parse(body);
  };

  const apply: KubeApi['apply'] = async (path, object, fieldManager = 'home-base-dev') => {
    const { status, body } = await send('PATCH', `${path}?fieldManager=${fieldManager}&force=true`, object, 'application/apply-patch+yaml');
    if (status !== 200 && status !== 201) throw new Error(`apply of ${object.kind} ${object.metadata.name}: ${status} ${body}`);
    return JSON.parse(body);
  };

  const watch: KubeApi['watch'] = (path, onEvent) => {
    const separator = path.includes('?') ? '&' : '?';
    // A connection of its own: a watch would otherwise hold one of the pooled ones.
    const req = request(new URL(`${path}${separator}watch=true`, url), { agent: false, ca: caPem, headers });
    const closed = new Promise<void>((resolve) => {
      req.on('error', () => resolve());
      req.on('close', () => resolve());
      req.on('response', (res) => {
        let rest = '';
        res.setEncoding('utf8');
        res.on('error', () => resolve());
        res.on('data', (text: string) => {
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) if (line) onEvent(JSON.parse(line));
        });
      });
    });
    req.end();
    return { closed, close: () => req.destroy() };
  };

  return { send, get, apply, watch, close: () => agent.destroy() };
}
