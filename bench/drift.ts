import { setTimeout as sleep } from 'node:timers/promises';
import { labels } from '@home-base/schema/kube/labels.ts';
import { z } from 'zod';
import type { WholeRoad } from './whole-road.ts';

const collections = [
  'apis/apps/v1/deployments',
  'api/v1/services',
  'api/v1/serviceaccounts',
  'api/v1/configmaps',
  'apis/networking.k8s.io/v1/networkpolicies',
  'apis/rbac.authorization.k8s.io/v1/roles',
];
const List = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string(), namespace: z.string() }) })) });
const drifted = 'somebody-else';

/**
 * Another client changes a label that we own, on a different object each time (an object that is changed again and again is corrected more slowly on
 * purpose). From sending that edit until a watch shows our value again. ms
 */
export async function driftToCorrected(road: WholeRoad, count: number): Promise<number[]> {
  const { api } = road.plane;
  const paths: string[] = [];
  for (const collection of collections) {
    const { items } = List.parse(await api.get(`/${collection}?labelSelector=${labels.managed}%3Dtrue,${labels.owner}&limit=50`));
    const cut = collection.lastIndexOf('/');
    const namespaced = (namespace: string) => `/${collection.slice(0, cut)}/namespaces/${namespace}${collection.slice(cut)}`;
    for (const { metadata } of items)
      if (metadata.namespace !== 'home-base')
        paths.push(`${namespaced(metadata.namespace)}?fieldSelector=metadata.name%3D${metadata.name}`);
  }
  const times: number[] = [];
  for (const path of paths.slice(0, count)) {
    times.push(await correctOne(road, path));
    await sleep(200 + Math.random() * 200);
  }
  return times;
}

/** The watch stands before the edit, so that the correction cannot be missed. */
async function correctOne({ plane: { api } }: WholeRoad, watchPath: string): Promise<number> {
  const { promise: seen, resolve: see } = Promise.withResolvers<void>();
  const { promise: corrected, resolve: correct } = Promise.withResolvers<number>();
  let state: 'ours' | 'drifted' = 'ours';
  const watch = api.watch(watchPath, ({ type, object }) => {
    if (type === 'ADDED') return see();
    const value = z.object({ labels: z.record(z.string(), z.string()) }).parse(object.metadata).labels[labels.managedBy];
    if (value === drifted) state = 'drifted';
    else if (state === 'drifted') correct(performance.now());
  });
  const timer = setTimeout(() => correct(Number.NaN), 30_000);
  try {
    await seen;
    const [collection, selector] = watchPath.split('?fieldSelector=metadata.name%3D');
    const began = performance.now();
    const patch = { metadata: { labels: { [labels.managedBy]: drifted } } };
    const { status, body } = await api.send(
      'PATCH',
      `${collection}/${selector}?fieldManager=somebody`,
      patch,
      'application/merge-patch+json',
    );
    if (status !== 200) throw new Error(`the edit of ${watchPath}: ${status} ${body}`);
    const at = await corrected;
    if (Number.isNaN(at)) throw new Error(`the edit of ${watchPath} was not corrected in 30 s`);
    return at - began;
  } finally {
    clearTimeout(timer);
    watch.close();
  }
}
