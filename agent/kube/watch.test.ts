import { PassThrough } from 'node:stream';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { startWatch } from './watch.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

type Asked = { query: URLSearchParams; send: (...events: object[]) => void; cut: () => void; isOpen: () => boolean };

/** A watch of ConfigMaps, and the API server's side of every request it makes. `refuseOpen` throws in place of the first ones. */
function watchOf(refuseOpen = 0) {
  const asked: Asked[] = [];
  let refusals = refuseOpen;
  const onEvent = vi.fn();
  const onSynced = vi.fn();
  const info = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
  const { stop } = startWatch(
    {
      connection: {
        send: () => Promise.reject(new Error('nothing is sent')),
        open: ({ path }, onResponse) => {
          if (refusals-- > 0) throw new Error('no token');
          const body = new PassThrough();
          asked.push({
            query: new URL(path, 'http://server').searchParams,
            send: (...events) => void body.write(events.map((event) => `${JSON.stringify(event)}\n`).join('')),
            cut: () => void body.destroy(),
            isOpen: () => !body.destroyed,
          });
          onResponse({ status: 200, body });
          return { destroy: () => body.destroy() };
        },
        close: () => undefined,
      },
      counters: { requests: 0 },
      resolve: async () => info,
      notServed: () => 'is not served',
      list: () => Promise.reject(new Error('nothing is listed')),
    },
    { group: '', kind: 'ConfigMap' },
    { onEvent: ({ type, object }) => onEvent(type, object.metadata.name), onSynced: (keys) => onSynced([...keys].sort()) },
  );
  stops.push(stop);
  const request = async (number: number) => vi.waitFor(() => asked[number] ?? Promise.reject(new Error(`no request ${number}`)), 10_000);
  return { request, asked, stop, onEvent, onSynced };
}

const event = (type: string, name: string, resourceVersion: string) => ({
  type,
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'ns', resourceVersion } },
});
const bookmark = (resourceVersion: string, annotations = {}) => ({
  type: 'BOOKMARK',
  object: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion, annotations } },
});
const listed = (resourceVersion: string) => bookmark(resourceVersion, { 'k8s.io/initial-events-end': 'true' });

it('a listing that broke off begins anew, and only a whole one says what there is', async () => {
  const { request, onSynced } = watchOf();
  const first = await request(0);
  expect(first.query.get('sendInitialEvents')).toBe('true');
  first.send(event('ADDED', 'a', '90'));
  first.cut();
  const second = await request(1);
  expect(second.query.get('sendInitialEvents')).toBe('true');
  expect(second.query.get('resourceVersion')).toBeNull();
  expect(onSynced).not.toHaveBeenCalled();
  second.send(event('ADDED', 'a', '90'), event('ADDED', 'b', '40'), listed('95'));
  await vi.waitFor(() => expect(onSynced.mock.calls).toEqual([[['ns/a', 'ns/b']]]));
});

it('a watch that broke off goes on from the last version, of an event or a bookmark', async () => {
  const { request, onEvent, onSynced } = watchOf();
  const first = await request(0);
  first.send(event('ADDED', 'a', '90'), listed('95'), event('MODIFIED', 'a', '96'));
  await vi.waitFor(() => expect(onEvent).toHaveBeenLastCalledWith('MODIFIED', 'a'));
  first.cut();
  const second = await request(1);
  expect([second.query.get('resourceVersion'), second.query.get('sendInitialEvents')]).toEqual(['96', null]);
  second.send(event('DELETED', 'a', '119'), bookmark('120'));
  await vi.waitFor(() => expect(onEvent).toHaveBeenLastCalledWith('DELETED', 'a'));
  second.cut();
  expect((await request(2)).query.get('resourceVersion')).toBe('120');
  expect(onSynced).toHaveBeenCalledTimes(1);
});

it('a version that the server no longer has is followed by a new listing', async () => {
  const { request, onSynced } = watchOf();
  const first = await request(0);
  first.send(event('ADDED', 'a', '90'), listed('95'), { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
  const second = await request(1);
  expect(second.query.get('sendInitialEvents')).toBe('true');
  second.send(event('ADDED', 'b', '200'), listed('205'));
  await vi.waitFor(() => expect(onSynced.mock.calls).toEqual([[['ns/a']], [['ns/b']]]));
});

it('a request that could not even be made is followed by one, not by two', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { asked, stop, onSynced } = watchOf(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked).toHaveLength(1);
  asked[0]?.send(event('ADDED', 'a', '90'), listed('95'));
  await vi.advanceTimersByTimeAsync(170_000);
  expect(onSynced).toHaveBeenCalledTimes(1);
  asked[0]?.send(bookmark('96'));
  await vi.advanceTimersByTimeAsync(170_000);
  expect(asked).toHaveLength(1);
  stop();
  expect(asked[0]?.isOpen()).toBe(false);
});

it('a listing that never comes to its end is asked for ever less often', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { asked } = watchOf();
  for (let second = 0; second < 120; second += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    const last = asked.at(-1);
    if (!last?.isOpen()) continue;
    last.send(event('ADDED', 'a', '90'));
    await vi.advanceTimersByTimeAsync(1);
    last.cut();
  }
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.length).toBeLessThan(15);
});
