import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createClusterStore } from '../edge/cluster-store.ts';
import { createKube } from './kube.ts';

/** An API server that serves Secrets, behind a gateway that answers by itself until `isUp`. */
async function serve() {
  const state = { isUp: false };
  const document = {
    items: [
      {
        metadata: { name: '' },
        versions: [{ version: 'v1', resources: [{ resource: 'secrets', responseKind: { kind: 'Secret' }, scope: 'Namespaced' }] }],
      },
    ],
  };
  const keys = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'agent-state-keys', namespace: 'home-base' }, data: { a: 'YQ==' } };
  const server = createServer(({ url }, answer) => {
    const known = { '/api': document, '/apis': { items: [] }, '/api/v1/namespaces/home-base/secrets/agent-state-keys': keys }[url ?? ''];
    const missing = state.isUp
      ? { kind: 'Status', reason: 'NotFound', details: { name: 'x', kind: 'secrets' }, code: 404 }
      : 'no such backend';
    answer.writeHead(state.isUp && known ? 200 : 404, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(state.isUp && known ? known : missing));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kube = createKube({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  onTestFinished(() => {
    kube.close();
    server.close();
  });
  return { kube, state };
}

it('a gateway that knows no discovery does not say that an object is gone: nothing of the agent’s own is taken for lost', async () => {
  const { kube, state } = await serve();
  const ref = { group: '', kind: 'Secret', namespace: 'home-base', name: 'agent-state-keys' };
  expect(await kube.get(ref)).toMatchObject({ ok: false, error: { type: 'network', status: 0 } });
  const store = createClusterStore(kube);
  await expect(store.read('Secret', 'agent-state-keys')).rejects.toThrow('what the API server serves could not be read');
  state.isUp = true;
  expect(await store.read('Secret', 'agent-state-keys')).toEqual({ a: Buffer.from('a') });
  expect(await store.read('Secret', 'agent-state-others')).toBeUndefined();
  expect(await kube.get({ ...ref, kind: 'Absent' })).toMatchObject({ error: { type: 'unknown-kind' } });
  // It comes between again later, when the kinds are known.
  state.isUp = false;
  expect(await kube.get(ref)).toMatchObject({ ok: false, error: { type: 'network', status: 0 } });
});
