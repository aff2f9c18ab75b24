import { Agent, request } from 'node:https';
import { byOrder } from '@home-base/agent/engine/plan.ts';
import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { stageOf } from '@home-base/schema/kube/stage.ts';
import { collectionOf, type Load, resourcesOf } from './shapes.ts';

type Target = { url: string; caPem: string; adminToken: string };

/**
 * The limit of this API server on this machine: concurrent server-side apply over kept-alive connections by a client that does nothing else: no plan,
 * no wait, no look at the answer. In the engine's order, since what the controllers do meanwhile depends on it. Returns seconds.
 */
export async function rawApply({ url, caPem, adminToken }: Target, load: Load, width: number): Promise<number> {
  const base = new URL(url);
  const agent = new Agent({ ca: caPem, keepAlive: true, maxSockets: width, scheduling: 'lifo' });
  const sorted = [...resourcesOf(load)].sort((a, b) => byOrder(changeOf(a), changeOf(b)));
  const queue = sorted.map((resource) => ({
    path: `${collectionOf(resource.kind, load.namespace)}/${resource.metadata.name}?fieldManager=raw&force=true`,
    body: JSON.stringify(resource),
  }));
  const patch = ({ path, body }: { path: string; body: string }) =>
    new Promise<void>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${adminToken}`,
        'content-type': 'application/apply-patch+yaml',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'bench-raw',
      };
      const req = request({ host: base.hostname, port: base.port, method: 'PATCH', path, headers, agent }, (res) => {
        res.resume();
        res.on('end', () =>
          res.statusCode && res.statusCode < 300 ? resolve() : reject(new Error(`raw apply of ${path}: ${res.statusCode}`)),
        );
      });
      req.setNoDelay(true);
      req.on('error', reject);
      req.end(body);
    });
  let next = 0;
  const lane = async () => {
    for (let item = queue[next++]; item; item = queue[next++]) await patch(item);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: width }, lane));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return seconds;
}

function changeOf(resource: Resource) {
  return { key: resourceKey(resource), sha256: '', stage: stageOf(resource) };
}
