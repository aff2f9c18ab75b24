import { expect, it } from 'vitest';
import { type Answer, statusError } from './answer.ts';
import type { Response } from './connection.ts';
import { createDiscovery } from './discovery.ts';

const document = (group: string, kind: string) => ({
  items: [
    {
      metadata: { name: group },
      versions: [{ version: 'v1', resources: [{ resource: `${kind.toLowerCase()}s`, responseKind: { kind }, scope: 'Namespaced' }] }],
    },
  ],
});

it('a kind that is not served is told apart from one that could not be asked for', async () => {
  let isWell = false;
  const send = async ({ path }: { path: string }): Promise<Answer<Response>> => {
    if (path === '/apis' && !isWell) return { ok: false, error: statusError(503, { message: 'starting' }, undefined) };
    const body = path === '/api' ? document('', 'Secret') : document('apps', 'Deployment');
    return { ok: true, value: { status: 200, text: JSON.stringify(body), warnings: [] }, warnings: [] };
  };
  const discovery = createDiscovery(send, 0);
  expect(await discovery.resolve({ group: '', kind: 'Secret' })).toMatchObject({ plural: 'secrets' });
  expect(await discovery.resolve({ group: 'apps', kind: 'Deployment' })).toBeUndefined();
  expect(discovery.failure()).toMatchObject({ status: 503 });
  isWell = true;
  expect(await discovery.resolve({ group: 'apps', kind: 'Deployment' })).toMatchObject({ plural: 'deployments' });
  expect(await discovery.resolve({ group: 'apps', kind: 'Absent' })).toBeUndefined();
  expect(discovery.failure()).toBeUndefined();
});
