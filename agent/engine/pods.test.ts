import { expect, it } from 'vitest';
import type { Live } from '../kube/answer.ts';
import type { Kube, WatchEvent, WatchOptions } from '../kube/kube.ts';
import { createPodWatcher, podRow } from './pods.ts';

const started = '2026-11-21T04:00:00Z';
const pod = (name: string, status: object = { phase: 'Running' }, metadata: object = {}): Live => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'data', labels: { 'battery/owner': 'pg_1', 'battery/app': 'postgres' }, ...metadata },
  spec: { nodeName: 'node-1' },
  status: { startTime: started, ...status },
});
const isReady = { type: 'Ready', status: 'True' };
const waiting = (reason: string, message?: string) => ({
  phase: 'Pending',
  containerStatuses: [
    { restartCount: 0, state: { running: {} } },
    { restartCount: 4, state: { waiting: { reason, message } } },
  ],
});

it('a running pod is one short row', () => {
  const status = {
    phase: 'Running',
    conditions: [isReady],
    containerStatuses: [{ restartCount: 1 }],
    initContainerStatuses: [{ restartCount: 2 }],
  };
  expect(podRow(pod('pg-main-1', status))).toEqual({
    namespace: 'data',
    name: 'pg-main-1',
    owner: 'pg_1',
    app: 'postgres',
    phase: 'Running',
    ready: true,
    restarts: 3,
    node: 'node-1',
    startedAt: started,
  });
});

it.each([
  [
    'an image that cannot be pulled',
    waiting('ImagePullBackOff', 'Back-off pulling image "x"'),
    'ImagePullBackOff: Back-off pulling image "x"',
  ],
  ['a container that begins', waiting('ContainerCreating'), undefined],
  [
    'a crash',
    { phase: 'Running', containerStatuses: [{ state: { terminated: { reason: 'Error', exitCode: 3, message: 'hunter2' } } }] },
    'Error: exit code 3',
  ],
  ['a command, which may hold a secret', waiting('RunContainerError', 'exec: "--password=hunter2"'), 'RunContainerError'],
  [
    'no room',
    {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/2 nodes are available' }],
    },
    'Unschedulable: 0/2 nodes are available',
  ],
  [
    'a Job that is done',
    { phase: 'Succeeded', containerStatuses: [{ state: { terminated: { reason: 'Completed', exitCode: 0 } } }] },
    undefined,
  ],
])('says why a pod is not ready, and nothing that a program printed: %s', (_, status, message) => {
  const row = podRow(pod('a', status));
  expect(row.message).toBe(message);
  expect(row.ready).toBe(false);
});

it('a pod that is being deleted is Terminating and not ready, whatever it says itself', () => {
  const row = podRow(pod('a', { phase: 'Running', conditions: [isReady] }, { deletionTimestamp: started }));
  expect(row).toMatchObject({ phase: 'Terminating', ready: false });
});

it('reads a pod of any shape', () => {
  expect(podRow({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare' }, status: 'odd' })).toEqual({
    namespace: '-',
    name: 'bare',
    phase: 'Unknown',
    ready: false,
    restarts: 0,
  });
});

function watched() {
  let options: WatchOptions | undefined;
  let due: (() => void)[] = [];
  let told = 0;
  const kube: Pick<Kube, 'watch'> = {
    watch: (_, given) => {
      options = given;
      return { stop: () => {} };
    },
  };
  const watcher = createPodWatcher(
    kube,
    (_, run) => {
      due.push(run);
      return () => {};
    },
    () => {},
  );
  watcher.onChange(() => (told += 1));
  watcher.start();
  return {
    event: (type: WatchEvent['type'], object: Live) => options?.onEvent({ type, object }),
    synced: (...names: string[]) => options?.onSynced?.(new Set(names.map((name) => `data/${name}`))),
    tick: () => {
      const now = due;
      due = [];
      for (const run of now) run();
    },
    book: (...namespaces: string[]) => watcher.book(() => new Set(namespaces)),
    told: () => told,
  };
}

it('a rollout is told once, and an event that changes no row not at all', () => {
  const { event, synced, tick, book, told } = watched();
  event('ADDED', pod('a'));
  expect(book('data').revision).toBe(0);
  synced('a');
  tick();
  for (let index = 0; index < 20; index++) event('ADDED', pod(`b-${index}`));
  expect(book('data').revision).toBe(1);
  tick();
  expect(book('data')).toMatchObject({ revision: 2 });
  expect(book('data').rows()).toHaveLength(21);
  event('MODIFIED', pod('a', { phase: 'Running', podIP: '10.0.0.1' }));
  tick();
  expect([book('data').revision, told()]).toEqual([2, 2]);
});

it('what is gone is gone: by its event, and by a listing that lacks it', () => {
  const { event, synced, tick, book } = watched();
  for (const name of ['a', 'b', 'c']) event('ADDED', pod(name));
  synced('a', 'b', 'c');
  event('DELETED', pod('a'));
  tick();
  expect(
    book('data')
      .rows()
      .map((row) => row.name),
  ).toEqual(['b', 'c']);
  synced('c');
  tick();
  expect(
    book('data')
      .rows()
      .map((row) => row.name),
  ).toEqual(['c']);
});

it('a namespace in which nothing of ours is stays untold, and no more than 2,000 rows are kept', () => {
  const { event, book } = watched();
  event('ADDED', pod('stranger', {}, { namespace: 'theirs' }));
  for (let index = 0; index < 2_500; index++) event('ADDED', pod(`p-${index}`));
  expect(book('data').rows()).toHaveLength(1_999);
  expect(book('theirs').rows()).toHaveLength(1);
  expect(book().rows()).toHaveLength(0);
});
